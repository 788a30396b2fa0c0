"""Looking at pictures: captions made on demand, crops and turns, and which stay in sight."""
