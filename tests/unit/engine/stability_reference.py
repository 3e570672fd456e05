"""Probabilities of a decision's answers, independently of Opora: exact fractions, every outcome of every check.

Reads one decision a line: {"combination": "all", "requirements": [[rule, count], …], "checks": [{"rule", "numerator",
"denominator", "n", "min_n", "op", "threshold": [a, b], "fixed": null | "met" | "not met"}, …]}; writes "yes no open".
"""
import fractions, itertools, json, math, operator, sys

OPS = {'<': operator.lt, '<=': operator.le, '==': operator.eq, '!=': operator.ne, '>=': operator.ge, '>': operator.gt}


def chance(check):
    """P(met), or None for a check that could not be made."""
    if check['n'] < check['min_n']:
        return None
    if check['fixed']:
        return fractions.Fraction(check['fixed'] == 'met')
    n, p = check['denominator'], fractions.Fraction(check['numerator'], check['denominator'])
    limit = fractions.Fraction(*check['threshold'])
    return sum((math.comb(n, k) * p ** k * (1 - p) ** (n - k) for k in range(n + 1) if OPS[check['op']](fractions.Fraction(k, n), limit)), fractions.Fraction(0))


def answer(statuses, checks, requirements, combination):
    """Each status True, False or None; the answers by bounds: what could still become of the unknown ones."""
    bounds = []
    for rule, count in requirements:
        own = [s for s, c in zip(statuses, checks) if rule in ('', c['rule'])]
        if not own:
            bounds.append((False, True))
            continue
        wanted = count or len(own)
        bounds.append((sum(s is True for s in own) >= wanted, sum(s is not False for s in own) >= wanted))
    if not bounds:
        return None
    fold = all if combination == 'all' else any
    least, most = fold(low for low, _ in bounds), fold(high for _, high in bounds)
    return least if least == most else None


for line in sys.stdin:
    decision = json.loads(line)
    checks = decision['checks']
    chances = [chance(c) for c in checks]
    sums = {True: fractions.Fraction(0), False: fractions.Fraction(0), None: fractions.Fraction(0)}
    for statuses in itertools.product(*([None] if p is None else [True, False] for p in chances)):
        weight = fractions.Fraction(1)
        for status, p in zip(statuses, chances):
            weight *= 1 if status is None else p if status else 1 - p
        sums[answer(statuses, checks, decision['requirements'], decision['combination'])] += weight
    assert sum(sums.values()) == 1
    print(*(float(sums[a]) for a in (True, False, None)))
