"""A bidirectional LSTM layer over stretches of unlike length, for training on a processor.

The arithmetic is that of `torch.nn.LSTM`, whose weights it reads. There every time step costs a
dozen small operations in each direction and a product of matrices for the weights' gradients; here
both directions go together and the gradients of the weights are one product at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Packing:
    """Stretches side by side, the longest first, one time step after the other.

    Attributes:
        rows: by direction, which row of the flat input each packed row is.
        back: by direction, which packed row each flat row is.
        active: how many stretches are still running at each time step.
        follows: for the packed rows after the first step, the row one step earlier.
    """

    rows: tuple[Tensor, Tensor]
    back: tuple[Tensor, Tensor]
    active: list[int]
    follows: Tensor


def packing_of(lengths: Tensor) -> Packing:
    """How stretches of these lengths, laid end to end, are packed."""
    starts = lengths.cumsum(0) - lengths
    order = torch.argsort(lengths, descending=True, stable=True)
    sizes, starts = lengths[order], starts[order]
    time = torch.arange(int(sizes[0]))
    running = time[:, None] < sizes[None]
    active = running.sum(1)
    rows = (starts + time[:, None])[running], (starts + sizes - 1 - time[:, None])[running]
    later = torch.repeat_interleave(time, active)[active[0] :]  # the steps after the first
    follows = torch.arange(int(active[0]), len(rows[0])) - active[later - 1]
    back = rows[0].argsort(), rows[1].argsort()
    return Packing(rows, back, active.tolist(), follows)


class _BothWays(torch.autograd.Function):
    """From the input's share of the gates to the states, both directions at once.

    Gates lie in the order of `torch.nn.LSTM`: input, forget, cell, output.
    """

    @staticmethod
    def forward(ctx: Any, gates: Tensor, hidden: Tensor, packing: Packing) -> Tensor:
        """States by direction and packed row; `hidden` is (2, width, 4 * width)."""
        width = hidden.shape[1]
        gates = gates.clone()
        cells = gates.new_empty(2, gates.shape[1], width)
        bent, states = torch.empty_like(cells), torch.empty_like(cells)
        start, before = 0, None
        for count in packing.active:
            here = slice(start, start + count)
            gate = gates[:, here]
            if before is not None:
                last = slice(before, before + count)
                for way in (0, 1):
                    gate[way].addmm_(states[way, last], hidden[way])
            gate[..., : 2 * width].sigmoid_()
            gate[..., 2 * width : 3 * width].tanh_()
            gate[..., 3 * width :].sigmoid_()
            enter, keep, new, leave = gate.split(width, 2)
            cell = torch.mul(enter, new, out=cells[:, here])
            if before is not None:
                cell.addcmul_(keep, cells[:, last])
            torch.tanh(cell, out=bent[:, here])
            torch.mul(leave, bent[:, here], out=states[:, here])
            start, before = start + count, start
        ctx.save_for_backward(gates, hidden, cells, bent, states)
        ctx.packing = packing
        return states

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor, None]:
        """The gradients of `gates` and `hidden`."""
        gates, hidden, cells, bent, states = ctx.saved_tensors
        packing = ctx.packing
        width = hidden.shape[1]
        turned = hidden.transpose(1, 2)
        told = grads[0].clone()
        enter, keep, new, leave = gates.split(width, 2)
        # What does not depend on later steps is worked out for all rows together.
        to_cell = leave * (1 - bent * bent)
        slopes = torch.empty_like(gates)
        torch.mul(new, enter * (1 - enter), out=slopes[..., :width])
        torch.mul(enter, 1 - new * new, out=slopes[..., 2 * width : 3 * width])
        torch.mul(bent, leave * (1 - leave), out=slopes[..., 3 * width :])
        forget = slopes[..., width : 2 * width]
        active = packing.active
        forget[:, : active[0]] = 0
        after = slice(active[0], None)
        forget[:, after] = cells[:, packing.follows] * (keep * (1 - keep))[:, after]
        flow = torch.zeros_like(told[:, : active[0]])
        end = gates.shape[1]
        for number in range(len(active) - 1, -1, -1):
            count = active[number]
            here = slice(end - count, end)
            state = told[:, here]
            cell = flow[:, :count]
            cell.addcmul_(state, to_cell[:, here])
            slope = slopes[:, here].view(2, count, 4, width)
            slope[:, :, :3].mul_(cell[:, :, None])
            slope[:, :, 3].mul_(state)
            end -= count
            if number:
                cell.mul_(keep[:, here])
                last = end - active[number - 1]
                for way in (0, 1):
                    told[way, last : last + count].addmm_(slopes[way, here], turned[way])
        previous = states[:, packing.follows]
        return slopes, torch.bmm(previous.transpose(1, 2), slopes[:, after]), None


def packed_lstm(layer: nn.LSTM, x: Tensor, packing: Packing) -> Tensor:
    """The states of a bidirectional layer over stretches laid end to end, laid out likewise.

    Args: layer: of one bidirectional layer. x: a row a word. packing: of the stretches.
    Returns: both directions' states beside each other, a row a word.
    """
    sides = ("", "_reverse")
    gates, hidden = [], []
    for way, side in enumerate(sides):
        weight, bias = getattr(layer, f"weight_ih_l0{side}"), getattr(layer, f"bias_ih_l0{side}")
        bias = bias + getattr(layer, f"bias_hh_l0{side}")
        gates.append(torch.addmm(bias, x, weight.T).index_select(0, packing.rows[way]))
        hidden.append(getattr(layer, f"weight_hh_l0{side}").T)
    states = _BothWays.apply(torch.stack(gates), torch.stack(hidden), packing)
    return torch.cat([states[way].index_select(0, packing.back[way]) for way in (0, 1)], 1)
