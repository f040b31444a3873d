"""The room's server: Starlette on uvicorn, one process, which owns the truth; everything else is a client of it."""
