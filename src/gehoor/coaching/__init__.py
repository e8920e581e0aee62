"""What a coach would say: findings, strengths and advice, from the story and the method."""

from gehoor.coaching.advice import Advice, advise
from gehoor.coaching.coach import Coach, House
from gehoor.coaching.finding import Finding, Strength

__all__ = ["Advice", "Coach", "Finding", "House", "Strength", "advise"]
