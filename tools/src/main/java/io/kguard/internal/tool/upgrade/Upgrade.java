// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.diagnostic.KguardException;
import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.difference.AlertComparison;
import io.kguard.internal.difference.RecordingDifference;
import io.kguard.internal.difference.RuleDifference;
import io.kguard.internal.message.Wording;
import io.kguard.internal.tool.derive.TwoRules;
import io.kguard.rule.LoadResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Compares the two sides of an upgrade.
 *
 * @param from the side that the user comes from
 * @param to the side that the user goes to
 * @param recordings captures, audit logs and event scripts on which the alerts of both are compared
 * @param options how each side evaluates its rules
 */
public record Upgrade(Side from, Side to, List<Path> recordings, Function<FalcoVersion, EngineOptions> options) {
    public Upgrade {
        recordings = List.copyOf(recordings);
    }

    /**
     * What it changes. Writes nothing.
     *
     * @throws UpgradeException if the sides can't be compared
     * @throws IOException if a recording can't be read to its end
     */
    public UpgradeReport report() throws IOException {
        if (!to.falco().atLeast(from.falco())) {
            throw new UpgradeException(
                    "Falco " + to.falco() + " is older than " + from.falco() + "; give the older one as "
                            + Wording.option("from") + " and the newer one as " + Wording.option("to"));
        }
        Optional<LoadResult> stockBefore = stock(from);
        Optional<LoadResult> stockAfter = stock(to);
        LoadResult before = from.load();
        LoadResult after = to.load();
        if (before.rules().isEmpty()
                && after.rules().isEmpty()
                && before.errors().isEmpty()) {
            throw new UpgradeException("there is no rule to compare: the files hold none");
        }
        LoadComparison loads = new LoadComparison(from, before, after);
        List<Finding> constant = new ArrayList<>(loads.constant());
        constant.addAll(loads.emptyInOutputs());
        List<Finding> ineffective = new ArrayList<>(new ChangesWithoutEffect(from, before, to, after).find());
        ineffective.addAll(loads.unused());
        Optional<StockComparison> stock = stockBefore.flatMap(old ->
                stockAfter.map(now -> new StockComparison(from, old, to, now, before.isSuccessful() ? before : after)));
        Fixer fixer = new Fixer(from.falco(), to, after);
        List<FixedFile> files = fixer.files();
        LoadResult expected = fixer.expected(files);
        LoadResult fixed = fixer.load(files);
        List<RecordingDifference> alerts = new ArrayList<>();
        String refusal = files.isEmpty() ? "" : fixer.refusal(expected, fixed);
        boolean compared = before.isSuccessful() && after.isSuccessful();
        if (compared && !recordings.isEmpty()) {
            AlertComparison comparison = new AlertComparison(compiled(before), compiled(after));
            for (Path recording : recordings) {
                alerts.add(comparison.of(recording));
            }
        }
        if (!files.isEmpty() && refusal.isEmpty()) {
            refusal = otherAlerts(compiled(expected), compiled(fixed));
        }
        return new UpgradeReport(
                new UpgradeReport.Sides(
                        from, to, before.rules().size(), after.rules().size()),
                new UpgradeReport.Rules(
                        loads.stopsLoading(),
                        loads.loadsInNeither(),
                        loads.silent(),
                        constant,
                        loads.warns(),
                        ineffective),
                new UpgradeReport.Stock(
                        stock.map(StockComparison::removedRules).orElse(List.of()),
                        stock.map(StockComparison::newRules).orElse(List.of()),
                        stock.map(StockComparison::drift).orElse(List.of()),
                        from.stock().equals(to.stock()) ? List.of() : conditions(after)),
                new UpgradeReport.Recordings(compared ? List.of() : recordings, alerts),
                new UpgradeReport.Fix(files, refusal));
    }

    /** What other conditions report, in the words of {@code kguard:diff}: with the new Falco, so that the rules alone differ. */
    private List<String> conditions(LoadResult after) {
        LoadResult before = from.load(to.loader());
        if (!before.isSuccessful() || !after.isSuccessful()) {
            return List.of("not decided, because the rules of a side do not load in Falco " + to.falco());
        }
        return TwoRules.ofEach(compiled(before), compiled(after)).stream()
                .map(TwoRules.Told::sentence)
                .toList();
    }

    private static Optional<LoadResult> stock(Side side) {
        return side.stock().isEmpty() ? Optional.empty() : Optional.of(side.loadStock());
    }

    private RuleSet compiled(LoadResult loaded) {
        return RuleSet.compile(loaded, options.apply(loaded.version()));
    }

    /** Where rewritten rules say something else than before; empty if nowhere. */
    private String otherAlerts(RuleSet expected, RuleSet fixed) throws IOException {
        AlertComparison comparison = new AlertComparison(expected, fixed);
        for (Path recording : recordings) {
            List<RuleDifference> differences = comparison.of(recording).rules();
            if (!differences.isEmpty()) {
                return "the rule '" + differences.get(0).rule() + "' would give other alerts on " + recording;
            }
        }
        return "";
    }

    /** Two versions can't be compared. The message says why and what to do. */
    static final class UpgradeException extends KguardException {
        private static final long serialVersionUID = 1;

        public UpgradeException(String message) {
            super(message);
        }
    }
}
