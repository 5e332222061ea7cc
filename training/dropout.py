"""Dropout for a processor, where drawing a chance for every number is a seventh of the work."""

from __future__ import annotations

import torch
from torch import Tensor, nn

POOL = 1 << 22  # how many chances are drawn beforehand


class PooledDropout(nn.Module):
    """Dropout whose masks are stretches, begun at random, of chances drawn once.

    Args: share: of the numbers that become 0; the others grow, so that the mean stays.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share
        self._pool: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        """`x` with some numbers blanked, in training; else `x` itself."""
        if not self.training or not self.share:
            return x
        if self._pool is None:
            self._pool = (torch.rand(POOL) >= self.share).float() / (1 - self.share)
        start = int(torch.randint(POOL - x.numel(), (1,)))
        return x * self._pool[start : start + x.numel()].view(x.shape)
