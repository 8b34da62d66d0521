"""The adapters: everything of the app that knows Streamlit or Starlette."""
