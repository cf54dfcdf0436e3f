"""How a request that cannot be planned is refused."""


class RequestError(ValueError):
    """A request that cannot be planned; the message begins with what is wrong: ``margin -1: ...``."""


class UnreadAnswersError(RequestError):
    """Answers that stand in the workbook and could not be read; nothing is planned on guesses."""


class SolverError(RuntimeError):
    """The search did not do what it has to: a fault of the program, never of its input."""
