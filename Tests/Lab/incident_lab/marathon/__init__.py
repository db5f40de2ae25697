"""The lab, left alone: fault after fault under one contender, on one stack that is not brought up anew."""
