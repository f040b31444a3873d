"""Checking what an author wrote: claims judged by simulation, advice (lint), and both at once for the preview."""
