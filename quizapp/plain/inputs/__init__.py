"""Line mode's adapters, one for each form of answer."""
