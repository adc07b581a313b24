// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.engine.Measures;
import io.kguard.engine.RuleOutcome;
import io.kguard.engine.RuleSet;
import io.kguard.event.JsonWriter;
import io.kguard.internal.condition.Variants;
import io.kguard.internal.tool.mutant.Mutant;
import io.kguard.internal.tool.mutant.Mutator;
import io.kguard.rule.Rule;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioException;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.RecordedScenario;
import io.kguard.verdict.ScenarioPlayer;
import io.kguard.verdict.Verdict;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays derived acts of a rule by real processes, and says what differs. */
final class LivePlay {
    /** How often an act is changed and played again. */
    private static final int MOST_REPAIRS = 3;

    private static final String ACTIONS = "actions";
    private static final String CONTAINERS = "containers";
    private static final Map<String, Object> CONTAINER =
            Trees.of("name", "app").with("image", "docker.io/library/nginx:1.27");
    private static final String ID = "derived-act";

    /** What a play says of a call that failed: the line of its action, and the reason. */
    private static final Pattern FAILED =
            Pattern.compile("kguard-suite: line (\\d+): [^\\n]*: (?:\\w+): ([^\\n]+)$", Pattern.MULTILINE);

    private static final Map<String, String> ERRORS = Map.of(
            "Operation not permitted", "EPERM",
            "Permission denied", "EACCES",
            "No such file or directory", "ENOENT",
            "Bad file descriptor", "EBADF",
            "Invalid argument", "EINVAL",
            "No such process", "ESRCH",
            "Exec format error", "ENOEXEC",
            "Bad address", "EFAULT",
            "Not a directory", "ENOTDIR",
            "Function not implemented", "ENOSYS");

    private final ScenarioPlayer player;
    private final Rule rule;
    private final List<Mutant> mutants;
    private final RuleSet measured;

    /**
     * Plays for a rule.
     *
     * @param player what plays
     * @param rules the rules that are evaluated, among them this one
     */
    LivePlay(ScenarioPlayer player, RuleSet rules, Rule rule) {
        this.player = player;
        this.rule = rule;
        this.mutants = Mutator.mutants(rule, rules.fields(rule));
        this.measured = rules.measuring(new Measures(Map.of(
                rule.name(),
                new Variants(mutants.stream().map(Mutant::condition).toList()))));
    }

    /** The outcome of an act. */
    sealed interface Result {
        /**
         * It was played, and the rule did the same.
         *
         * @param act the act, changed if real processes need that
         */
        record Live(Act act) implements Result {}

        /** It can't be played, or what happened proves nothing. */
        record NotPlayed(String why) implements Result {}

        /** It was played, and the rule did otherwise. */
        record Contradicted(LiveFinding finding) implements Result {}
    }

    /**
     * Plays an act, and plays it again as long as a small change lets it go further. The first act of a rule shows that the rule
     * fires; what others show must be seen when they are played.
     */
    Result play(DerivedAct derived, boolean isFirst) {
        return play(isFirst ? new DerivedAct(derived.act(), derived.fires(), List.of(), derived.message()) : derived);
    }

    private Result play(DerivedAct derived) {
        if (!(derived.act() instanceof Act.Script script)) {
            return new Result.NotPlayed("its events are no system calls");
        }
        Map<String, Object> inside = contained(script.tree());
        if (!inside.equals(script.tree()) && !holds(inside, derived)) {
            return play(script.tree(), derived);
        }
        Result result = play(inside, derived);
        boolean isDone = result instanceof Result.Live || result instanceof Result.Contradicted && !derived.fires();
        return !isDone && play(started(inside), derived) instanceof Result.Live started ? started : result;
    }

    private Result play(Map<String, Object> start, DerivedAct derived) {
        Map<String, Object> tree = start;
        for (int repairs = 0; ; repairs++) {
            Scenario scenario;
            String text = text("plays", tree);
            try {
                scenario = ScenarioReader.read(ID, text).get(0);
            } catch (ScenarioException e) {
                return new Result.NotPlayed(refusal(e));
            }
            Detections detections = player.run(scenario, explained(scenario));
            String why = difference(detections, scenario, derived);
            if (why.isEmpty()) {
                return new Result.Live(new Act.Script(tree));
            }
            if (isContrary(detections, scenario, derived)) {
                return compared(tree, detections, derived);
            }
            Map<String, Object> repaired = repaired(tree, detections, text);
            if (repairs == MOST_REPAIRS || repaired.equals(tree) || !holds(repaired, derived)) {
                return new Result.NotPlayed(why);
            }
            tree = repaired;
        }
    }

    /** Whether what happened proves that the rule does otherwise. The silence of a rule must be as sure as in a check. */
    private boolean isContrary(Detections detections, Scenario scenario, DerivedAct derived) {
        if (!detections.isTrusted() || !detections.failures().isEmpty()) {
            return false;
        }
        Verdict silence = Judge.judge(
                detections, expectation(scenario.expectations().get(0), false).withHiddenAllowed());
        return derived.fires()
                ? silence instanceof Verdict.Passed || LiveFinding.isTaken(outcome(detections))
                : silence instanceof Verdict.Failed;
    }

    private Result compared(Map<String, Object> tree, Detections live, DerivedAct derived) {
        Detections written;
        try {
            Scenario scenario = ScenarioReader.read(ID, text("events", tree)).get(0);
            written = RecordedScenario.run(scenario, explained(scenario));
        } catch (ScenarioException e) {
            return new Result.NotPlayed(refusal(e));
        }
        return LiveFinding.compare(derived, outcome(written), outcome(live));
    }

    /** The rules, where this one is explained by the events that count. */
    private RuleSet explained(Scenario scenario) {
        return measured.explaining(
                rule.name(), scenario.expectations().get(0).from().causes());
    }

    private RuleOutcome outcome(Detections detections) {
        return detections.outcome(rule.name()).orElseThrow();
    }

    /** The act in a container as plays make it: of a pod, and not Docker's. */
    private static Map<String, Object> contained(Map<String, Object> tree) {
        Map<String, Object> result = new LinkedHashMap<>();
        List<?> containers = tree.get(CONTAINERS) instanceof List<?> list && !list.isEmpty()
                ? list.stream().map(LivePlay::ofPod).toList()
                : List.of(CONTAINER);
        result.put(CONTAINERS, containers);
        Object first = containers.get(0);
        Object name = first instanceof Map<?, ?> keys ? keys.get("name") : "";
        tree.forEach((key, value) -> {
            if (key.equals("processes") && value instanceof List<?> processes) {
                result.put(
                        key,
                        processes.stream()
                                .map(process -> in(String.valueOf(name), process))
                                .toList());
            } else {
                result.putIfAbsent(key, value);
            }
        });
        return result;
    }

    private static Map<String, Object> ofPod(Object container) {
        Map<String, Object> keys = Trees.copy(container);
        keys.remove("type", ReportedImages.DOCKER);
        return keys;
    }

    private static Object in(String container, Object process) {
        Map<String, Object> keys = Trees.copy(process);
        keys.putIfAbsent("container", container);
        return keys;
    }

    /** The start of the act's containers alone. */
    private static Map<String, Object> started(Map<String, Object> tree) {
        return Trees.of(CONTAINERS, tree.get(CONTAINERS));
    }

    private static String refusal(ScenarioException e) {
        return e.problems().stream()
                .findFirst()
                .map(problem -> problem.message())
                .orElse(String.valueOf(e.getMessage()));
    }

    /** In what a play differs from what was derived, in one sentence; empty if in nothing. */
    private String difference(Detections detections, Scenario scenario, DerivedAct derived) {
        Expectation expectation = expectation(scenario.expectations().get(0), derived.fires());
        Verdict verdict = Judge.judge(detections, expectation);
        if (!(verdict instanceof Verdict.Passed)) {
            return verdict.reason();
        }
        BitSet noticed = noticed(detections, expectation);
        for (Mutant mutant : derived.shows()) {
            int number = mutants.indexOf(mutant);
            if (number >= 0 && !noticed.get(number)) {
                return "it " + (derived.fires() ? "fires" : "stays silent")
                        + " for another reason, too: the rule after " + mutant.description() + " does the same";
            }
        }
        return "";
    }

    private static Expectation expectation(Expectation fires, boolean isMeant) {
        if (isMeant) {
            return fires;
        }
        Expectation silent = Expectation.silent(fires.rule());
        return switch (fires.from()) {
            case PLAY -> silent.fromPlay();
            case START -> silent.fromStart();
            default -> silent;
        };
    }

    private BitSet noticed(Detections detections, Expectation expectation) {
        Optional<RuleOutcome> outcome = detections.outcome(rule.name());
        BitSet matched = outcome.flatMap(RuleOutcome::measured)
                .map(measure -> measure.variants(expectation.forbidden()))
                .orElseGet(BitSet::new);
        if (expectation.isFires()) {
            matched.flip(0, mutants.size());
        }
        return matched;
    }

    /** The act where a call that the kernel refused is expected to be refused. */
    private static Map<String, Object> repaired(Map<String, Object> tree, Detections detections, String text) {
        Matcher failed = FAILED.matcher(String.join("\n", detections.doubts()));
        if (!failed.find()) {
            return tree;
        }
        String error = ERRORS.get(failed.group(2).strip());
        int first = text.substring(0, text.indexOf("\n    - ", text.indexOf("\n  " + ACTIONS)))
                        .split("\n", -1)
                        .length
                + 1;
        int index = Integer.parseInt(failed.group(1)) - first;
        if (error == null
                || !(tree.get(ACTIONS) instanceof List<?> actions)
                || index < 0
                || index >= actions.size()
                || !(actions.get(index) instanceof Map<?, ?> action)) {
            return tree;
        }
        List<Object> others = new ArrayList<>(actions);
        Map<String, Object> changed =
                Trees.values(action, (name, value) -> isOfNobody(value) ? ofItself(value) : failing(value, error));
        others.set(index, changed);
        Map<String, Object> all = new LinkedHashMap<>(tree);
        all.put(ACTIONS, others);
        return all;
    }

    /** Whether it is about a file that the kernel has of each process, of a process that there is not. */
    private static boolean isOfNobody(Object action) {
        return action.toString().matches(".*[ =\\[]/proc/(?!self/)[^/]+/.*");
    }

    private static Object ofItself(Object value) {
        if (value instanceof Map<?, ?> map) {
            return Trees.values(map, (key, member) -> ofItself(member));
        }
        return value instanceof String text ? text.replaceFirst("^/proc/(?!self/)[^/]+/", "/proc/self/") : value;
    }

    private static Object failing(Object action, String error) {
        Map<String, Object> changed = Trees.copy(action);
        changed.put("returns", error);
        return changed;
    }

    /** Whether a changed act tests the rule as written events, too. */
    private boolean holds(Map<String, Object> tree, DerivedAct derived) {
        try {
            Scenario scenario = ScenarioReader.read(ID, text("events", tree)).get(0);
            return difference(RecordedScenario.run(scenario, measured), scenario, derived)
                    .isEmpty();
        } catch (ScenarioException e) {
            return false;
        }
    }

    /** A scenario of the act, with each action on a line of its own. */
    private String text(String key, Map<String, Object> tree) {
        StringBuilder text = new StringBuilder("scenario: " + ID + "\ntitle: A derived act\norigin: derived\n");
        text.append("fires: [").append(json(rule.name())).append("]\n");
        text.append(key).append(":\n");
        tree.forEach((name, value) -> {
            if (name.equals(ACTIONS) && value instanceof List<?> actions && !actions.isEmpty()) {
                text.append("  ").append(name).append(":\n");
                actions.forEach(
                        action -> text.append("    - ").append(json(action)).append('\n'));
            } else {
                text.append("  ").append(name).append(": ").append(json(value)).append('\n');
            }
        });
        return text.toString();
    }

    private static String json(Object value) {
        return JsonWriter.compact().tree(value).json();
    }
}
