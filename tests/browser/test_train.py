"""The studio in a real Chromium: play, step, rewind, probe, and what a visitor sees of it."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

SIZES = pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
FASTEST = "9"
STREAMLITS_OWN = ("list:", "listitem:")
"""What axe finds in Streamlit's own menu on phones."""


class Studio:
    """The page as a visitor uses it."""

    def __init__(self, page: Page):
        self.page = page
        expect(self.button("Play")).to_be_visible()
        page.locator(".unit").first.wait_for()
        page.locator(".curves .main-svg").first.wait_for()  # Plotly comes last

    def button(self, name: str):
        return self.page.get_by_role("toolbar", name="Training").get_by_role("button", name=name)

    @property
    def epoch(self) -> int:
        return int(self.page.locator(".epoch .number").inner_text().replace(",", ""))

    def score(self, row: str, column: int = 0) -> str:
        return self.page.locator(f".scores tr.{row} td").nth(column).inner_text()

    @property
    def loss(self) -> float:
        return float(self.score("loss").replace("−", "-"))

    def wait_epoch(self, least: int, timeout: float = 30.0) -> int:
        limit = time.monotonic() + timeout
        while self.epoch < least:
            assert time.monotonic() < limit, f"epoch {self.epoch}, still below {least}"
            self.page.wait_for_timeout(50)
        return self.epoch

    def expect_epoch(self, epoch: int) -> None:
        expect(self.page.locator(".epoch .number")).to_have_text(f"{epoch:,}")

    def speed(self, level: str) -> None:
        self.page.get_by_role("slider", name="Speed").fill(level)

    @property
    def weights(self) -> list[float]:
        """Every weight and bias, in full as float32."""
        return self.evaluate("studio => Array.from(studio.view.values.theta)")

    def evaluate(self, script: str):
        return self.page.locator(".studio").evaluate(f"element => ({script})(element.studio)")

    def until(self, script: str) -> None:
        """Wait until a function of the studio is true."""
        self.page.wait_for_function(
            f"""() => [...document.querySelectorAll("*")].some(({{ shadowRoot }}) => {{
                 const found = shadowRoot?.querySelector(".studio")?.studio;
                 return found && ({script})(found);
               }})"""
        )

    def settled(self) -> None:
        """Nothing is under way between browser and server."""
        self.until("studio => !studio.conversation.loop.inFlight && studio.conversation.loop.settled")

    def play(self, epochs: int) -> None:
        """Train so many epochs more, at least."""
        self.button("Play").click()
        self.wait_epoch(self.epoch + epochs)
        self.button("Pause").click()
        self.settled()

    def blur(self) -> None:
        """Give the keys back to the page."""
        self.page.evaluate("document.activeElement?.blur()")

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_role("combobox", name=re.compile(label)).click()
        self.page.get_by_role("option", name=option, exact=True).click()
        self.ran()

    def ran(self) -> None:
        self.page.wait_for_timeout(300)
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")


@pytest.fixture
def studio(open_page) -> Studio:
    return Studio(open_page("/train"))


def test_a_newcomer_sees_a_network_learning_within_two_clicks(open_page, fresh_server):
    page = open_page("/", server=fresh_server)
    page.get_by_role("link", name="Watch a network learn").click()
    studio = Studio(page)
    before = studio.loss
    studio.button("Play").click()
    studio.wait_epoch(60, timeout=60)
    assert studio.loss < before
    expect(studio.button("Pause")).to_be_visible()


def test_the_page_works_as_the_first_one_on_a_fresh_server(open_page, fresh_server):
    studio = Studio(open_page("/train", server=fresh_server))
    studio.button("Train one epoch").click()
    studio.expect_epoch(1)


def test_pause_stops_and_play_goes_on(studio):
    studio.button("Play").click()
    studio.wait_epoch(5)
    studio.button("Pause").click()
    expect(studio.button("Play")).to_be_visible()
    studio.settled()
    stopped = studio.epoch
    studio.page.wait_for_timeout(700)
    assert studio.epoch == stopped
    studio.button("Play").click()
    studio.wait_epoch(stopped + 3)


def test_reset_brings_the_same_first_weights_back_and_new_ones_differ(studio):
    first = studio.weights
    studio.button("Train one epoch").click()
    studio.expect_epoch(1)
    assert studio.weights != first
    studio.button("Reset").click()
    studio.expect_epoch(0)
    studio.settled()
    assert studio.weights == first
    studio.button("Draw new first weights").click()
    studio.page.wait_for_timeout(300)
    studio.settled()
    assert studio.epoch == 0
    assert studio.weights != first


def test_the_keys_play_step_and_reset(studio):
    page = studio.page
    page.keyboard.press("ArrowRight")
    studio.expect_epoch(1)
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".epoch .value")).to_have_text("+ 1 step")
    page.keyboard.press("Space")
    studio.wait_epoch(5)
    page.keyboard.press("Space")
    expect(studio.button("Play")).to_be_visible()
    page.keyboard.press("r")
    studio.expect_epoch(0)


def test_slow_motion_shows_one_sample_after_another(studio):
    studio.speed("1")
    studio.button("Play").click()
    expect(studio.page.locator(".sample")).to_contain_text("before the next step")
    expect(studio.page.locator(".epoch .value")).to_contain_text("row")
    studio.button("Pause").click()
    assert studio.epoch == 0


def test_the_timeline_goes_back_and_the_future_is_the_same_to_the_bit(studio):
    page = studio.page
    for epoch in range(1, 31):
        page.keyboard.press("ArrowRight")
        if epoch % 5 == 0:
            studio.expect_epoch(epoch)
    studio.settled()
    uninterrupted, loss = studio.weights, studio.score("loss")
    timeline = page.get_by_role("slider", name=re.compile("Timeline"))
    timeline.fill("12")
    studio.expect_epoch(12)
    expect(page.locator(".timeline .place")).to_have_text("epoch 12 of 30")
    assert studio.weights != uninterrupted
    timeline.blur()
    for _ in range(18):
        page.keyboard.press("ArrowRight")
    studio.expect_epoch(30)
    studio.settled()
    assert studio.weights == uninterrupted
    assert studio.score("loss") == loss


def test_the_timeline_names_the_epoch_on_screen_also_while_the_server_is_silent(studio):
    page = studio.page
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    studio.expect_epoch(3)
    studio.settled()
    studio.evaluate("studio => { studio.conversation.channel.send = () => {}; }")
    page.get_by_role("slider", name=re.compile("Timeline")).fill("1")
    page.wait_for_timeout(300)
    expect(page.locator(".timeline .place")).to_have_text("epoch 3 of 3")


@pytest.mark.parametrize(
    ("here", "last", "first", "place", "note"),
    [
        (0, 0, 0, "train to fill the timeline", ""),
        (280, 280, 0, "epoch 280 of 280", ""),
        (280, 280, 280, "epoch 280", "Epochs before 280 are not known here."),
        (1300, 2000, 1280, "epoch 1,300 of 2,000", "Epochs before 1,280 are not known here."),
    ],
)
def test_the_timeline_offers_the_epochs_that_are_known(studio, here, last, first, place, note):
    studio.settled()
    studio.evaluate(f"studio => studio.curves.time({here}, {last}, true, {first})")
    timeline = studio.page.get_by_role("slider", name=re.compile("Timeline"))
    assert [timeline.get_attribute(name) for name in ("min", "max")] == [str(first), str(last)]
    assert timeline.input_value() == str(here)
    assert timeline.is_disabled() == (first == last)
    expect(studio.page.locator(".timeline .place")).to_have_text(place)
    expect(studio.page.locator(".timeline .note")).to_have_text(note)
    assert studio.page.locator(".timeline .note").is_visible() == bool(note)


def test_a_change_at_an_earlier_epoch_leaves_the_old_curve_in_grey(studio):
    page = studio.page
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    studio.expect_epoch(10)
    page.get_by_role("slider", name=re.compile("Timeline")).fill("4")
    studio.expect_epoch(4)
    weights = studio.weights
    studio.choose("Learning rate", "0.3")
    assert studio.weights == weights
    studio.blur()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    studio.expect_epoch(7)
    studio.settled()
    numbers = studio.evaluate(
        """studio => { const { old, marks } = studio.curves.numbers;
             return { old: Array.from(old.data.slice(0, 7)), marks }; }"""
    )
    assert numbers["old"] == [4, 5, 6, 7, 8, 9, 10]
    assert numbers["marks"] == [[4, "learning rate 0.03 → 0.3"]]


def test_a_learning_rate_of_ten_diverges_with_a_clear_message_and_a_remedy(studio):
    page = studio.page
    studio.choose("Data", "Bumps")
    studio.choose("Learning rate", "10")
    studio.speed(FASTEST)
    studio.button("Play").click()
    message = page.get_by_role("alert").filter(has_text="Diverged in epoch")
    expect(message).to_be_visible()
    expect(message).to_contain_text("learning rate of 10")
    expect(studio.button("Play")).to_be_visible()
    expect(page.locator(".unit")).to_have_count(9)
    message.get_by_role("button").first.click()
    expect(message).to_be_hidden()
    expect(page.get_by_role("combobox", name=re.compile("Learning rate"))).not_to_have_value("10")


def test_a_setting_changed_while_it_plays_does_not_stop_it_and_keeps_the_zoom(studio):
    page = studio.page
    studio.button("Play").click()
    studio.wait_epoch(20)
    studio.evaluate("""studio => {
        const chart = studio.plane.chart;
        chart.kept = true;
        chart.on("plotly_relayout", () => (chart.zoomed = true));
    }""")
    box = page.locator(".plane .window").bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 180, box["y"] + 150, steps=4)
    page.mouse.up()
    page.wait_for_timeout(300)
    zoom = studio.evaluate("studio => studio.plane.chart.layout.xaxis.range")
    assert zoom[0] > -6 and zoom[1] < 6
    studio.choose("Optimiser", "Adam")
    reached = studio.epoch
    studio.wait_epoch(reached + 20)
    assert studio.evaluate("studio => studio.plane.chart.kept") is True
    assert studio.evaluate("studio => studio.plane.chart.layout.xaxis.range") == pytest.approx(zoom)
    expect(studio.button("Pause")).to_be_visible()


def test_the_curves_stay_where_they_are_zoomed_until_a_double_click(studio):
    page = studio.page
    spans = "studio => { const { xaxis, yaxis } = studio.curves.chart.layout; return [xaxis.range, yaxis.range]; }"

    def reaches_the_end():
        (start, end), (low, high) = studio.evaluate(spans)
        losses = studio.evaluate("studio => studio.curves.chart.data.find(({ name }) => name === 'train').y")
        return start == 0 and end >= studio.epoch - 1 and low < min(losses) and max(losses) < high

    studio.button("Play").click()
    studio.wait_epoch(60)
    box = page.locator(".curves .nsewdrag").first.bounding_box()
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 60, middle[1] + 30, steps=4)
    page.mouse.up()
    page.wait_for_timeout(400)
    zoomed = studio.evaluate(spans)
    studio.wait_epoch(studio.epoch + 60)
    assert studio.evaluate(spans) == zoomed and zoomed[0][0] > 0
    studio.choose("Loss", "Mean squared error")
    studio.wait_epoch(studio.epoch + 10)
    assert studio.evaluate(spans) == zoomed
    studio.button("Pause").click()
    studio.settled()
    page.wait_for_timeout(300)
    page.mouse.dblclick(*middle)
    page.wait_for_timeout(400)
    assert reaches_the_end()
    page.get_by_label("Log scale").check()
    page.wait_for_timeout(200)
    low, high = studio.evaluate(spans)[1]
    assert -5 < low < high < 1  # decades
    page.get_by_label("Log scale").uncheck()
    page.get_by_label("Accuracy").check()
    page.wait_for_timeout(200)
    low, high = studio.evaluate(spans)[1]
    assert low < 0.5 < high < 1.1


def test_the_curves_end_where_it_was_paused_with_a_frame_on_its_way(studio):
    studio.speed(FASTEST)
    studio.evaluate("""studio => {
        const send = studio.conversation.channel.send.bind(studio.conversation.channel);
        let left = 10;
        studio.conversation.channel.send = (request) => {
            send(request);
            if (request.play && !request.want.chart && --left === 0) queueMicrotask(() => studio.pause());
        };
    }""")
    studio.button("Play").click()
    studio.until("studio => !studio.playing && studio.curves.numbers")
    studio.settled()
    ends = studio.evaluate("studio => studio.curves.chart.data.find(({ name }) => name === 'train').x.at(-1)")
    assert ends == studio.epoch > 0


def test_in_slow_motion_the_last_figures_of_each_epoch_are_its_own(studio):
    studio.choose("Learning rate", "0.3")
    studio.speed("4")  # 1 epoch/s
    studio.button("Play").click()
    for epoch in (2, 3, 4):
        studio.wait_epoch(epoch)
        studio.until("""studio => {
            const { model, values } = studio.view;
            const biased = [...model.units.values()].filter(({ role }) => role !== "input");
            const bias = (id) => studio.root.querySelector(`.unit[data-id="${id}"] .bias`);
            const figure = (id) => Number(bias(id).textContent.replace("b ", "").replace("−", "-"));
            return biased.every(({ id, slot }) => {
                const weight = values.theta[slot];
                return Math.abs(figure(id) - weight) <= 0.006 * Math.abs(weight);
            });
        }""")  # once the tween is over, and before the next epoch comes


def test_no_element_of_the_drawing_is_made_anew_while_it_trains(studio):
    parts = "[...studio.root.querySelectorAll('.unit, .connection, .chart, canvas')]"
    studio.evaluate(f"studio => {parts}.forEach((element) => (element.old = true))")
    studio.play(40)
    assert studio.evaluate(f"studio => {parts}.filter((element) => !element.old).length") == 0


def test_an_edit_of_the_drawing_in_mid_run_keeps_the_weights_that_survive(studio):
    page = studio.page
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    studio.expect_epoch(3)
    studio.settled()
    biases = "[...studio.view.model.units.values()].slice(2).map(({ slot }) => studio.view.values.theta[slot])"
    before = studio.evaluate(f"studio => {biases}")
    page.get_by_role("button", name="Add a neuron to Hidden 2").click()
    expect(page.locator(".unit")).to_have_count(10)
    studio.settled()
    after = studio.evaluate(f"studio => {biases}")
    assert after[:6] == before[:6]
    assert studio.epoch == 3


def test_a_click_on_the_plane_sends_that_point_through_the_network(studio):
    page = studio.page
    box = page.locator(".plane .window").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.25)
    expect(page.get_by_role("button", name="Take the probe away")).to_be_visible()
    studio.settled()
    inputs = studio.evaluate("studio => Array.from(studio.view.values.a.slice(0, 2))")
    assert inputs == pytest.approx([3, 3], abs=0.1)
    expect(page.locator(".unit .value").first).to_be_visible()
    page.get_by_role("button", name="Take the probe away").click()
    expect(page.get_by_role("button", name="Take the probe away")).to_be_hidden()


def test_hovering_a_point_tells_its_answer(studio):
    page = studio.page
    x, y = studio.evaluate("""studio => {
        const { data, layout } = studio.plane.chart;
        const box = studio.plane.window.getBoundingClientRect();
        const trace = data.find((one) => one.name === "train");
        const along = (value, [low, high]) => (value - low) / (high - low);
        return [box.left + along(trace.x[0], layout.xaxis.range) * box.width,
                box.bottom - along(trace.y[0], layout.yaxis.range) * box.height];
    }""")
    page.mouse.move(x - 3, y - 3)
    page.mouse.move(x, y, steps=3)
    expect(page.locator(".plane .tip")).to_contain_text(re.compile("answer .*(right|wrong)"))


def test_the_map_lies_exactly_under_the_axes(studio):
    """The outer points of the grid are centred on the ends of the axes, so the picture is one cell larger."""
    plot, picture, size = studio.evaluate("""studio => {
        const { window, field, drawn } = studio.plane;
        const box = (element) => { const { width, height } = element.getBoundingClientRect(); return [width, height]; };
        return [box(window), box(field.canvas), drawn.backdrop.size];
    }""")
    for whole, shown in zip(plot, picture, strict=True):
        assert shown == pytest.approx(whole * size / (size - 1), abs=0.5)


def test_test_points_can_be_hidden(studio):
    count = "studio => studio.plane.chart.querySelectorAll('.scatterlayer .point').length"
    shown = studio.evaluate(count)
    studio.page.get_by_label("Test points").uncheck()
    studio.page.wait_for_timeout(500)
    assert studio.evaluate(count) < shown - 200


def test_the_articles_run_ends_beside_its_printed_figures(studio):
    page = studio.page
    studio.choose("Experiment", "As in the article")
    expect(page.locator(".article")).to_contain_text("77.73 %")
    studio.speed(FASTEST)
    studio.button("Play").click()
    expect(page.get_by_role("alert").filter(has_text="epoch 150 is reached")).to_be_visible(timeout=60_000)
    studio.expect_epoch(150)
    studio.settled()
    row = page.locator(".article tbody tr").nth(1)
    final = row.locator("td").nth(3).inner_text()
    assert 74.6 <= float(final.split()[0]) <= 80.1  # ARTICLE.md: ten seeds of a rerun
    assert page.locator(".article progress").evaluate("bar => bar.value") == 1
    expect(page.locator(".scores tr.level")).to_contain_text("65.1 %")


def test_pima_held_out_shows_both_accuracies_against_always_saying_no(studio):
    studio.choose("Experiment", "Pima, standardised and held out")
    expect(studio.page.locator(".scores tr.level")).to_contain_text("always “no diabetes”")
    studio.button("Train one epoch").click()
    studio.expect_epoch(1)
    assert studio.score("accuracy", 0).endswith("%") and studio.score("accuracy", 1).endswith("%")


def test_a_reload_brings_the_page_back(studio):
    page = studio.page
    studio.choose("Learning rate", "0.1")
    studio.blur()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    studio.expect_epoch(4)
    studio.settled()
    weights = studio.weights
    page.wait_for_timeout(500)
    page.reload()
    after = Studio(page)
    after.expect_epoch(4)
    after.settled()
    assert after.weights == weights
    expect(page.get_by_role("combobox", name=re.compile("Learning rate"))).to_have_value("0.1")


def test_nothing_asks_while_it_is_paused(studio):
    studio.settled()
    before = studio.evaluate("studio => studio.conversation.loop.id")
    studio.page.wait_for_timeout(1500)
    assert studio.evaluate("studio => studio.conversation.loop.id") == before


@SIZES
@SCHEMES
def test_the_page_is_accessible_and_fits(open_page, axe, width, height, scheme):
    studio = Studio(open_page("/train", width=width, height=height, scheme=scheme))
    studio.button("Train one epoch").click()
    studio.expect_epoch(1)
    studio.page.wait_for_timeout(500)
    assert [found for found in axe(studio.page) if width > 640 or not found.startswith(STREAMLITS_OWN)] == []
    overflow = studio.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    if width == 1440:
        bottom = studio.page.locator(".studio").bounding_box()
        assert bottom["y"] + bottom["height"] <= height
    if width == 390:  # the network comes first
        data = studio.page.get_by_role("combobox", name=re.compile("Data")).bounding_box()
        assert studio.page.locator(".board").bounding_box()["y"] < data["y"]


COUNT_RUNS = """studio => {
    const { component } = studio.conversation.channel;
    studio.runs = 0;
    const setStateValue = (...said) => { studio.runs += 1; component.setStateValue(...said); };
    studio.conversation.channel.component = { ...component, setStateValue };
}"""


def test_frames_come_by_the_socket_without_a_run_of_the_script(studio):
    studio.until("studio => studio.conversation.channel.direct")
    studio.evaluate(COUNT_RUNS)
    studio.play(40)
    assert studio.evaluate("studio => studio.runs") == 0


def test_where_no_second_socket_gets_through_it_trains_all_the_same(open_page):
    studio = Studio(open_page("/train", prepare=lambda page: page.route_web_socket("**/direct", lambda ws: ws.close())))
    studio.evaluate(COUNT_RUNS)
    studio.play(20)
    assert not studio.evaluate("studio => studio.conversation.channel.direct")
    assert studio.evaluate("studio => studio.runs") > 0


def test_a_socket_that_breaks_while_it_plays_stops_nothing(open_page):
    sockets = []

    def pass_on(socket):
        socket.connect_to_server()
        sockets.append(socket)

    studio = Studio(open_page("/train", prepare=lambda page: page.route_web_socket("**/direct", pass_on)))
    studio.until("studio => studio.conversation.channel.direct")
    studio.button("Play").click()
    reached = studio.wait_epoch(10)
    sockets[0].close()
    studio.wait_epoch(reached + 40)
    studio.button("Pause").click()
    studio.settled()


def test_the_widgets_catch_up_with_what_the_hand_changed_on_the_drawing(studio):
    studio.until("studio => studio.conversation.channel.direct")
    studio.page.get_by_role("combobox", name="Activation of Hidden 1").select_option("relu")
    studio.settled()
    studio.page.get_by_role("combobox", name="Activation of Hidden 2").select_option("relu")
    expect(studio.page.get_by_role("combobox", name="Activation", exact=True)).to_have_value("ReLU")


def test_further_scores_open_beside_the_run_and_follow_it(open_page):
    studio = Studio(open_page("/train"))
    scores = studio.page.locator(".scores .further")
    expect(scores).to_be_hidden()
    studio.page.get_by_role("button", name="More scores").click()
    line = scores.locator("tr", has_text="Balanced accuracy").locator("td").first
    expect(line).to_have_text(re.compile(r"%"))
    before = line.inner_text()
    studio.button("Play").click()
    studio.wait_epoch(30)
    expect(line).not_to_have_text(before)
    studio.page.get_by_role("button", name="Fewer scores").click()
    expect(scores).to_be_hidden()
