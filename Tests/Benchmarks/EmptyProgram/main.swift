// The floor of every start-up: a Swift program that does nothing.
