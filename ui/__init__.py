"""What the pages share: session, theme, served assets, figures, canvas and the live loop."""
