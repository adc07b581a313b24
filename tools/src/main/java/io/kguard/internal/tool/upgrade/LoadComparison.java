// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.diagnostic.Diagnostic;
import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.diagnostic.Location;
import io.kguard.diagnostic.Position;
import io.kguard.lint.ConstantChecks;
import io.kguard.lint.Lint;
import io.kguard.rule.CheckedRule;
import io.kguard.rule.LoadResult;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said of the same rule files when each side loads them. */
final class LoadComparison {
    /** Rules that no event triggers. */
    private static final Set<DiagnosticCode> SILENT =
            EnumSet.of(DiagnosticCode.LINT_NEVER_TRUE, DiagnosticCode.LINT_SHADOWED_RULE);
    /** What other parts of the report say better. */
    private static final Set<DiagnosticCode> ELSEWHERE = EnumSet.of(
            DiagnosticCode.LINT_EVENT_DIRECTION,
            DiagnosticCode.LINT_UNRECORDED_EVENT,
            DiagnosticCode.LOAD_UNUSED_MACRO,
            DiagnosticCode.LOAD_UNUSED_LIST);

    private final Side from;
    private final LoadResult before;
    private final LoadResult after;
    private final List<Diagnostic> lintAfter;
    private final Set<Object> saidBefore;
    private final NotLoadedBefore notLoaded;

    LoadComparison(Side from, LoadResult before, LoadResult after) {
        this.from = from;
        this.before = before;
        this.after = after;
        this.lintAfter = lint(after);
        this.notLoaded = NotLoadedBefore.in(before);
        this.saidBefore = lint(before).stream().map(LoadComparison::key).collect(Collectors.toSet());
    }

    /** All that is said of rules. What a sensor records does not depend on the version of Falco. */
    private static List<Diagnostic> lint(LoadResult loaded) {
        return Lint.check(loaded, List.of()).diagnostics();
    }

    /**
     * The same thing has the same words at the same place; its code may change with the version. What is said of two rules names the
     * place of the other one, which moves with the stock rules.
     */
    private static Object key(Diagnostic diagnostic) {
        return switch (diagnostic.code()) {
            case LINT_REPLACED_RULE, LINT_SHADOWED_RULE -> List.of(diagnostic.position(), diagnostic.code());
            default -> List.of(diagnostic.position(), diagnostic.message());
        };
    }

    /** The errors of what loads in the old version, and rules that the new one leaves out. */
    List<Finding> stopsLoading() {
        List<Finding> found = new ArrayList<>();
        after.errors().stream()
                .filter(error -> !notLoaded.hasNotLoaded(error))
                .map(Finding::of)
                .forEach(found::add);
        Set<String> loaded = after.rules().stream().map(Rule::name).collect(Collectors.toSet());
        Set<String> reported = after.errors().stream()
                .flatMap(error -> error.locations().stream())
                .map(location -> location.name())
                .collect(Collectors.toSet());
        before.rules().stream()
                .filter(rule -> from.isOfUser(rule.position()))
                .filter(rule -> !loaded.contains(rule.name()) && !reported.contains(rule.name()))
                .map(this::leftOut)
                .forEach(found::add);
        return found;
    }

    private Finding leftOut(Rule rule) {
        boolean read = after.files().contains(rule.position().file());
        String why = after.warnings().stream()
                .filter(warning -> warning.locations().stream()
                        .anyMatch(location -> location.name().equals(rule.name())))
                .map(Diagnostic::message)
                .findFirst()
                .orElse("a rule, a macro or a file that it needs does not load");
        return new Finding(
                rule.position(),
                "",
                "rule '" + rule.name() + "'",
                read
                        ? "the rule is not loaded: " + why
                        : "the rule is not loaded: Falco reads only files that end with .yaml or .yml since 0.41",
                null);
    }

    /** The errors of what does not load in the old version, either. */
    List<Finding> loadsInNeither() {
        return after.errors().stream()
                .filter(notLoaded::hasNotLoaded)
                .map(Finding::of)
                .toList();
    }

    /** The rules that no event triggers any more. */
    List<Finding> silent() {
        return silentDiagnostics().stream().map(Finding::of).toList();
    }

    private List<Diagnostic> silentDiagnostics() {
        Set<String> earlier = ConstantChecks.silentRules(before).stream()
                .map(LoadComparison::ruleOf)
                .collect(Collectors.toSet());
        Set<String> users = after.rules().stream()
                .filter(rule -> from.isOfUser(rule.position())
                        || from.isOfUser(rule.text().positionOf(0)))
                .map(Rule::name)
                .collect(Collectors.toSet());
        List<Diagnostic> found = new ArrayList<>();
        ConstantChecks.silentRules(after).stream()
                .filter(diagnostic -> users.contains(ruleOf(diagnostic)) && !earlier.contains(ruleOf(diagnostic)))
                .filter(diagnostic -> !notLoaded.isSkipped(diagnostic))
                .forEach(found::add);
        Set<String> told = found.stream().map(LoadComparison::ruleOf).collect(Collectors.toSet());
        fresh().filter(diagnostic -> SILENT.contains(diagnostic.code()) && !told.contains(ruleOf(diagnostic)))
                .filter(diagnostic -> !earlier.contains(ruleOf(diagnostic)))
                .forEach(found::add);
        return found;
    }

    private static String ruleOf(Diagnostic diagnostic) {
        return diagnostic.locations().stream()
                .filter(location -> location.kind() == Location.Kind.RULE)
                .map(Location::name)
                .findFirst()
                .orElse("");
    }

    /** The checks whose result is now the same for every event, apart from those that make a rule silent. */
    List<Finding> constant() {
        Set<Object> earlier =
                ConstantChecks.in(before).stream().map(LoadComparison::key).collect(Collectors.toSet());
        Set<Position> told = positions(silentDiagnostics());
        return ConstantChecks.in(after).stream()
                .filter(diagnostic -> from.isOfUser(diagnostic.position()))
                .filter(diagnostic -> !earlier.contains(key(diagnostic)) && !told.contains(diagnostic.position()))
                .filter(diagnostic -> !isEndOfCall(diagnostic) && !notLoaded.isSkipped(diagnostic))
                .map(Finding::of)
                .toList();
    }

    /** The fields of outputs that have no value any more. Neither Falco nor lint says so. */
    List<Finding> emptyInOutputs() {
        List<Finding> found = new ArrayList<>();
        for (Rule rule : after.rules()) {
            if (from.isOfUser(rule.position())) {
                CheckedRule.of(rule).outputTemplate().fields().stream()
                        .filter(field -> field.definition().hasValueIn(before.version())
                                && !field.definition().hasValueIn(after.version()))
                        .map(field -> new Finding(
                                rule.position(),
                                "",
                                "rule '" + rule.name() + "'",
                                "the output's %" + field.name() + " has no value any more",
                                null))
                        .distinct()
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** {@code evt.dir = <} is true as before, of fewer events: nothing goes dead. */
    private static boolean isEndOfCall(Diagnostic diagnostic) {
        return diagnostic.code() == DiagnosticCode.LINT_ALWAYS_TRUE
                && diagnostic.message().startsWith("'evt.dir ")
                && diagnostic.message().contains("' is always true");
    }

    /** The warnings that only the new version gives. */
    List<Finding> warns() {
        return fresh().filter(diagnostic -> !diagnostic.isError())
                .filter(diagnostic -> !SILENT.contains(diagnostic.code()) && !ELSEWHERE.contains(diagnostic.code()))
                .map(Finding::of)
                .toList();
    }

    /** The macros and lists that nothing uses any more. */
    List<Finding> unused() {
        return fresh().filter(diagnostic -> switch (diagnostic.code()) {
                    case LOAD_UNUSED_MACRO, LOAD_UNUSED_LIST -> true;
                    default -> false;
                })
                .map(Finding::of)
                .toList();
    }

    private Stream<Diagnostic> fresh() {
        return lintAfter.stream()
                .filter(diagnostic -> from.isOfUser(diagnostic.position()))
                .filter(diagnostic -> !saidBefore.contains(key(diagnostic)) && !notLoaded.isSkipped(diagnostic));
    }

    private static Set<Position> positions(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(Diagnostic::position).collect(Collectors.toCollection(HashSet::new));
    }
}
