"""What a visitor has and does: session, live training, canvas. Knows neither Streamlit nor Starlette."""
