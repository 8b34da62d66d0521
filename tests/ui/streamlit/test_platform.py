"""What is set once per process."""

import socket

from ui.streamlit import platform


def delays(connection: socket.socket) -> bool:
    return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 0


def test_the_server_answers_old_and_new_visitors_without_delay():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        early, _ = server.accept()
        with early:
            assert delays(server)
            assert delays(early)
            platform.send_at_once()
            assert not delays(early)
            with socket.create_connection(server.getsockname()):
                late, _ = server.accept()
                with late:
                    assert not delays(late)


def test_sockets_of_others_are_left_alone():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        platform.send_at_once()
        assert delays(client)


def test_a_closed_socket_is_no_trouble():
    closed = socket.socket()
    closed.close()
    platform.send_at_once()
    assert not platform.is_open_tcp(closed)
