// SPDX-License-Identifier: Apache-2.0
package io.kguard.reaction;

import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.Keys;
import io.kguard.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes an action of what is written, or says why Falco Talon would refuse it. */
final class ActionReader {
    private static final int LONGEST = 3600;
    private static final int MOST_LINES = 100_000;
    private static final String SHELL = "/bin/sh";
    private static final int DEFAULT_TAIL = 20;
    private static final Pattern REPLICAS = Pattern.compile("\\d{1,9}|(\\d{1,2}|100)%");
    private static final Pattern CIDR =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)/(3[0-2]|[12]?\\d)");
    private static final String DUMPS = "a simulated node has no image for it";
    private static final String CLOUD = "a simulation reaches no cloud";
    private static final String OTHER_CNI = "the simulated cluster has only the network policies of Kubernetes";

    /** The actionners: what has parameters in the table of keys. */
    static final Set<String> ACTIONNERS = ReactionReader.KEYS.keySet().stream()
            .filter(name -> name.indexOf(':') > 0)
            .collect(Collectors.toCollection(LinkedHashSet::new));

    /** The actionners of Falco Talon that kguard does not have, and why. */
    static final Map<String, String> NOT_SIMULATED = Map.of(
            "kubernetes:download", "its output is not simulated",
            "kubernetes:tcpdump", DUMPS,
            "kubernetes:sysdig", DUMPS,
            "aws:lambda", CLOUD,
            "gcp:function", CLOUD,
            "calico:networkpolicy", OTHER_CNI,
            "cilium:networkpolicy", OTHER_CNI);

    private static final Set<String> REQUIRE_OUTPUT =
            Set.of("kubernetes:download", "kubernetes:tcpdump", "kubernetes:sysdig");
    private static final Set<String> LAST = Set.of("kubernetes:tcpdump", "kubernetes:sysdig");
    private static final Set<String> OUTPUTS = Set.of("aws:s3", "gcp:gcs", "local:file", "minio:s3");
    private static final String OWN = "cluster:removenode";

    private final ActionEntry entry;
    private final WrittenEntry written;
    private final String actionner;
    private final ActionParameters parameters;
    private final List<Reaction.Note> remarks;

    private ActionReader(ActionEntry entry, List<Reaction.Note> remarks) {
        this.entry = entry;
        this.written = entry.written();
        this.actionner = written.setting("actionner");
        this.parameters = new ActionParameters(entry);
        this.remarks = remarks;
    }

    /**
     * Reads an action.
     *
     * @param remarks gets what kguard does not simulate, and what Falco Talon does not heed
     * @return the action; null, and a problem, if it is none
     */
    static @Nullable PlannedAction read(ActionEntry entry, List<Reaction.Note> remarks) {
        return new ActionReader(entry, remarks).read();
    }

    private @Nullable PlannedAction read() {
        remarks.addAll(entry.remarks());
        flag(written.placeOf("continue"), "continue", written.setting("continue"));
        flag(written.placeOf("ignore_errors"), "ignore_errors", written.setting("ignore_errors"));
        if (written.name().isEmpty() && !written.strict()) {
            written.place().problem("Falco Talon refuses the rule: action without a name", "add action: and a name");
        }
        if (!isKnown()) {
            return null;
        }
        checkOutput();
        checkKeys();
        Action action = action();
        String name = written.name().isEmpty() ? actionner : written.name();
        if (action instanceof Action.NotSimulated missing) {
            remarks.add(
                    Reaction.Note.notSimulated("the action \"" + name + "\" is not simulated: " + missing.reason()));
        }
        return new PlannedAction(
                name,
                action,
                written.setting("continue").isEmpty()
                        ? action.continuesByDefault()
                        : written.setting("continue").equals("true"),
                written.setting("ignore_errors").equals("true"),
                contexts(action));
    }

    private boolean isKnown() {
        if (actionner.isEmpty()) {
            written.place()
                    .problem(
                            "Falco Talon refuses the action: missing actionner",
                            "one of "
                                    + ACTIONNERS.stream()
                                            .filter(known -> written.strict() || !known.equals(OWN))
                                            .collect(Collectors.joining(", ")));
            return false;
        }
        if (actionner.equals(OWN) && !written.strict()) {
            written.placeOf("actionner")
                    .problem(
                            "Falco Talon refuses the action: unknown actionner",
                            OWN + " is kguard's own: write the reaction in the scenario");
            return false;
        }
        if (!ACTIONNERS.contains(actionner) && !NOT_SIMULATED.containsKey(actionner)) {
            written.placeOf("actionner")
                    .problem(
                            "Falco Talon refuses the action: there is no actionner \"" + actionner + "\"",
                            Nearest.hint(actionner, ACTIONNERS));
            return false;
        }
        return true;
    }

    private void checkOutput() {
        String target = written.setting(ActionEntry.OUTPUT);
        if (target.isEmpty() && REQUIRE_OUTPUT.contains(actionner)) {
            written.place().problem("Falco Talon refuses the action: an output is required", "");
        } else if (!target.isEmpty() && !OUTPUTS.contains(target)) {
            written.placeOf(ActionEntry.OUTPUT)
                    .problem("Falco Talon refuses the output: unknown target", Nearest.hint(target, OUTPUTS));
        } else if (!target.isEmpty() && !entry.outputParameters()) {
            written.placeOf(ActionEntry.OUTPUT)
                    .problem("Falco Talon refuses the output: missing 'parameters' for the output", "");
        } else if (!target.isEmpty()) {
            remarks.add(Reaction.Note.notSimulated(
                    "the output " + target + " of the action \"" + written.name() + "\" is not simulated"));
        }
    }

    private void checkKeys() {
        Keys keys = ReactionReader.KEYS.get(actionner);
        if (keys == null) {
            return;
        }
        Set<String> known = keys.names();
        entry.parameters().forEach((key, value) -> {
            if (known.contains(key)) {
                return;
            }
            if (written.strict()) {
                value.place()
                        .problem(
                                "parameters of " + actionner + " has no key \"" + key + "\"", Nearest.hint(key, known));
            } else {
                remarks.add(ActionEntry.remark(
                        value.place(),
                        "Falco Talon does not heed the parameter \"" + key + "\" of " + actionner,
                        known));
            }
        });
    }

    private List<String> contexts(Action action) {
        List<String> contexts = new ArrayList<>();
        boolean used = action instanceof Action.Exec || action instanceof Action.Script;
        for (YamlValue item : entry.contexts()) {
            String context = item.text();
            if (context == null) {
                continue;
            }
            if (context.equals("aws")) {
                remarks.add(Reaction.Note.notSimulated("the additional context aws of the action \"" + written.name()
                        + "\" is not simulated: " + CLOUD));
            } else if (used) {
                contexts.add(context);
            } else if (!(action instanceof Action.NotSimulated)) {
                remarks.add(ActionEntry.remark(
                        item, "Falco Talon uses no additional context in " + action.actionner(), Set.of()));
            }
        }
        return contexts;
    }

    static void flag(YamlValue place, String key, String written) {
        if (!written.isEmpty() && !written.equals("true") && !written.equals("false")) {
            place.problem(
                    "Falco Talon refuses it: '" + key + "' setting can be 'true' or 'false' only, not \"" + written
                            + "\"",
                    "");
        }
    }

    private Action action() {
        return switch (actionner) {
            case "kubernetes:terminate" ->
                new Action.Terminate(
                        parameters.number("grace_period_seconds", 0, LONGEST),
                        spared(parameters.flag("ignore_standalone_pods")));
            case "kubernetes:delete" -> new Action.Delete();
            case "kubernetes:label" ->
                new Action.Label(level(), parameters.entries("labels", "for example labels: {suspicious: \"true\"}"));
            case "kubernetes:annotation" ->
                new Action.Annotation(
                        level(), parameters.entries("annotations", "for example annotations: {suspicious: \"true\"}"));
            case "kubernetes:networkpolicy" ->
                new Action.NetworkPolicy(networks(), written(parameters.items("allow_namespaces")));
            case "kubernetes:cordon" -> new Action.Cordon();
            case "kubernetes:drain" -> {
                parameters.items("wait_period_excluded_namespaces");
                yield new Action.Drain(
                        spared(false),
                        parameters.flag("ignore_errors"),
                        parameters.number("max_wait_period", 0, LONGEST));
            }
            case "kubernetes:exec" ->
                new Action.Exec(shell(), parameters.required("command", "for example command: cat ${FD_NAME}"));
            case "kubernetes:script" -> script();
            case "kubernetes:log" -> {
                int lines = parameters.number("tail_lines", 0, MOST_LINES);
                yield new Action.Log(lines == 0 ? DEFAULT_TAIL : lines);
            }
            case OWN -> new Action.RemoveNode();
            default ->
                new Action.NotSimulated(
                        actionner, !LAST.contains(actionner), NOT_SIMULATED.getOrDefault(actionner, written.name()));
        };
    }

    private Action.Spared spared(boolean standalone) {
        String replicas = parameters.text("min_healthy_replicas");
        if (replicas != null
                && !replicas.isEmpty()
                && !REPLICAS.matcher(replicas).matches()) {
            parameters.problem(
                    "min_healthy_replicas",
                    "Falco Talon refuses it: \"" + replicas + "\" failed on the 'is_absolut_or_percent' tag",
                    "a number such as \"2\", or a percentage such as \"33%\"");
        }
        return new Action.Spared(
                parameters.flag("ignore_daemonsets"),
                parameters.flag("ignore_statefulsets"),
                standalone,
                replicas == null || replicas.isEmpty() ? null : replicas);
    }

    private Action.Level level() {
        String level = parameters.text("level");
        if (level != null && !level.equals("pod") && !level.equals("node")) {
            YamlValue place = entry.parameters().get("level") instanceof ParameterValue.Scalar scalar
                    ? scalar.place()
                    : written.place();
            if (written.strict()) {
                place.problem("\"level\" must be pod or node", "without it, it is pod");
            } else {
                remarks.add(ActionEntry.remark(
                        place, "Falco Talon takes the level \"" + level + "\" for pod", Set.of("pod", "node")));
            }
        }
        return "node".equals(level) ? Action.Level.NODE : Action.Level.POD;
    }

    private List<String> networks() {
        List<YamlValue> networks = parameters.items("allow_cidr");
        for (YamlValue network : networks) {
            if (!CIDR.matcher(network.written()).matches()) {
                network.problem(
                        "Falco Talon refuses it: wrong CIDR '" + network.written() + "'",
                        "for example 192.168.1.0/24. A simulated network has IPv4 only");
            }
        }
        return written(networks);
    }

    private static List<String> written(List<YamlValue> values) {
        return values.stream().map(YamlValue::written).toList();
    }

    private String shell() {
        String shell = parameters.text("shell");
        return shell == null || shell.isEmpty() ? SHELL : shell;
    }

    private Action script() {
        String script = parameters.text("script");
        String file = parameters.text("file");
        boolean hasScript = script != null && !script.isEmpty();
        if (file != null && !file.isEmpty()) {
            if (hasScript) {
                parameters.problem(
                        "file",
                        "Falco Talon refuses the action: 'script' and 'file' parameters can't be set at the same time",
                        "");
            }
            return new Action.NotSimulated(
                    "kubernetes:script",
                    true,
                    "kguard reads no file of Falco Talon's machine: put the script into \"script\"");
        }
        if (!hasScript) {
            parameters.problem("script", "Falco Talon refuses the action: missing parameter 'script' or 'file'", "");
        }
        return new Action.Script(shell(), script == null ? "" : script);
    }
}
