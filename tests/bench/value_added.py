#!/usr/bin/env python3
"""Two-level models: this program's fit against lme4's, on one made-up region, in one run.

  tests/bench/value_added.py build/release            # 30,000 pupils of 2,400 schools, intercepts and slopes
  tests/bench/value_added.py build/release --pupils 300000 --schools 6000 --rounds 5 --json

Reading data is not timed. Opora's time holds the sufficient statistics, the fit and the effects of schools with their
variances; lme4's is given as the whole lmer() call and as optimizeLmer() alone, without the effects. The results must agree.
"""
import argparse, json, os, random, statistics, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def write_region(path, pupils, schools, seed=11):
    draw = random.Random(seed)
    sizes = [1] * schools
    weights = [draw.expovariate(1) for _ in range(schools)]
    for school in draw.choices(range(schools), weights, k=pupils - schools):
        sizes[school] += 1
    with open(path, "w") as file:
        file.write("school,y,prior,girl,need\n")
        for school, size in enumerate(sizes):
            effect, slope, need = draw.gauss(0, 1.5), draw.gauss(0, 0.1), round(draw.random(), 3)
            for _ in range(size):
                prior, girl = round(draw.gauss(14, 4), 1), draw.randrange(2)
                y = 5 + (0.8 + slope) * prior + 0.9 * girl - 4 * need + effect + draw.gauss(0, 3)
                file.write(f"s{school:05},{y:.3f},{prior},{girl},{need}\n")


def run(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def worst_difference(a, b, settled):
    """Relative, of the criterion and the coefficients; of variances where they have `settled`: lme4's usual settings stop
    earlier in a model of slopes."""
    names = ["criterion"] + (["variance", "residual"] if settled else [])
    pairs = list(zip(a["fixed"], b["fixed"])) + [(a[name], b[name]) for name in names]
    return max(abs(x - y) / abs(y) for x, y in pairs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", help="folder of a release build")
    parser.add_argument("--pupils", type=int, default=30000)
    parser.add_argument("--schools", type=int, default=2400)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    program = os.path.join(options.build, "tests", "bench", "value_added_bench")
    found = []
    with tempfile.TemporaryDirectory() as folder:
        region = os.path.join(folder, "region.csv")
        write_region(region, options.pupils, options.schools)
        for model in ("intercept", "slope", "slope-tight"):
            ours = run([program, region, "--rounds", str(options.rounds)] + (["--slope"] if model.startswith("slope") else []))
            theirs = run(["Rscript", os.path.join(HERE, "value_added.R"), region, model, str(options.rounds)])
            median = statistics.median(ours["seconds"])
            whole, bare = statistics.median(theirs["whole"]), statistics.median(theirs["bare"])
            found.append({"model": model, "pupils": ours["pupils"], "schools": ours["schools"], "opora": median, "lmer": whole, "optimizeLmer": bare,
                          "ranef": statistics.median(theirs["effects"]), "ratio": whole / median, "bare_ratio": bare / median,
                          "difference": worst_difference(ours, theirs, model != "slope")})
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        print("| model | pupils | schools | opora, ms | lmer(), ms | ratio | optimizeLmer() alone, ms | ratio | largest relative difference |")
        print("|---|---|---|---|---|---|---|---|---|")
        for one in found:
            print(f"| {one['model']} | {one['pupils']} | {one['schools']} | {1e3 * one['opora']:.2f} | {1e3 * one['lmer']:.0f} | {one['ratio']:.0f} | "
                  f"{1e3 * one['optimizeLmer']:.0f} | {one['bare_ratio']:.0f} | {one['difference']:.1e} |")
    if max(one["difference"] for one in found) > 1e-4:
        sys.exit("the results differ: nothing is compared")


if __name__ == "__main__":
    main()
