"""The only package that imports streamlit: the gate, the menu, the board, figures and cached resources."""
