// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.catalogue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.kguard.internal.message.ConsoleText;
import io.kguard.internal.message.WrappedLine;
import io.kguard.internal.verify.Attack;
import io.kguard.output.ChatOutput;
import io.kguard.scenario.ClusterSetup;
import io.kguard.scenario.Effect;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Expectation.Outcome;
import io.kguard.scenario.Recording;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioCatalogue;
import io.kguard.scenario.Step;
import io.kguard.workload.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells a scenario in words: where it plays, what is done, what must come of it, and which rules see it. */
public final class ScenarioText implements Step.Visitor {
    private final List<String> lines = new ArrayList<>();
    private String doing = "";

    private ScenarioText() {}

    /**
     * The text of the scenario with an id, with the rest of its file: its twins, or its attack.
     *
     * @throws io.kguard.scenario.ScenarioException if there is no such scenario; it names the nearest
     */
    public static String of(ScenarioCatalogue catalogue, String id) {
        Scenario scenario = catalogue.get(id);
        ScenarioText text = new ScenarioText();
        Attack attack = Attack.of(catalogue).stream()
                .filter(one -> one.scenario() == scenario || one.twins().contains(scenario))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the scenario " + id + " is of no attack"));
        text.add(scenario, attack);
        return text.lines.stream()
                .flatMap(line -> Stream.of(line.split("\n", -1)))
                .map(ConsoleText::of)
                .collect(Collectors.joining("\n"));
    }

    private void add(Scenario scenario, Attack attack) {
        lines.add(scenario.id() + ": " + scenario.title());
        row("written in", scenario.origin().toString());
        row("tactic", attack.tactic());
        row("techniques", String.join(", ", scenario.techniques()));
        row("simulated", scenario.simulated());
        if (scenario != attack.scenario()) {
            row("twin of", title(attack.scenario()));
        } else {
            attack.twins().forEach(twin -> row("twin", title(twin)));
        }
        row("derived", scenario.isDerived() ? "from the rule: it is no attack" : "");
        String skipped = skipped(scenario);
        if (skipped != null) {
            row("skipped", skipped);
        }
        Recording recording = scenario.recording();
        if (recording != null) {
            part("What is judged", List.of(recorded(recording)));
        } else {
            part("Where it plays", places(scenario));
            part("What is done", steps(scenario));
            part(
                    "What must be there afterwards",
                    scenario.effects().stream().map(Effect::toString).toList());
        }
        part("What rules must do", expectations(scenario));
        part(
                "What alerts trigger",
                scenario.reactions().stream()
                        .map(reaction -> reaction.name() + ": "
                                + reaction.actions().stream()
                                        .map(planned -> planned.action().actionner())
                                        .collect(Collectors.joining(", ")))
                        .toList());
    }

    private static String title(Scenario scenario) {
        return scenario.id() + ": " + scenario.title();
    }

    private static String recorded(Recording recording) {
        int inline = recording.events().size();
        return switch (recording.kind()) {
            case AUDIT ->
                inline == 0 ? "The audit log " + recording.file() : "The audit events that stand in it: " + inline;
            case LOG ->
                inline == 0
                        ? "The log " + recording.file()
                        : "The events of other sources than system calls that stand in it: " + inline;
            case CAPTURE -> "The capture " + recording.file();
            case EVENTS ->
                recording.isInline()
                        ? "The written events that stand in it"
                        : "The written events of " + recording.file();
        };
    }

    private static List<String> places(Scenario scenario) {
        List<String> places = new ArrayList<>();
        ClusterSetup cluster = scenario.cluster();
        if (cluster != null) {
            places.add("a simulated Kubernetes cluster" + objects(cluster));
        }
        scenario.pods().forEach(pod -> places.add(pod(pod)));
        scenario.peers().forEach(peer -> places.add(peer(peer)));
        return places;
    }

    private static String objects(ClusterSetup cluster) {
        return cluster.objects().isEmpty()
                ? ""
                : " with "
                        + cluster.objects().stream().map(ScenarioText::object).collect(Collectors.joining(", "));
    }

    private static String object(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return object.getKind() + " " + (namespace == null ? "" : namespace + "/")
                + object.getMetadata().getName();
    }

    private static String pod(Pod pod) {
        String namespace = pod.getMetadata().getNamespace();
        return "the pod " + pod.getMetadata().getName()
                + (namespace == null ? "" : " in the namespace " + namespace) + ": "
                + pod.getSpec().getContainers().stream()
                        .map(container -> container.getName() + " of the image " + container.getImage())
                        .collect(Collectors.joining(", "));
    }

    private static String peer(Peer peer) {
        return "a peer at " + peer.address() + ":" + peer.port()
                + (peer.names().isEmpty() ? "" : ", " + String.join(", ", peer.names()));
    }

    private List<String> steps(Scenario scenario) {
        List<String> steps = new ArrayList<>();
        for (Step step : scenario.steps()) {
            step.accept(this);
            steps.add(steps.size() + 1 + ". " + doing);
        }
        return steps.isEmpty() && scenario.requirement() == null
                ? List.of("nothing: the start of the pods is all")
                : steps;
    }

    @Override
    public void visit(Step.Exec step) {
        doing = step
                + (step.tty() ? ", on a terminal" : "")
                + ending(step.stdin(), step.exit(), step.output(), null, step.leavesRunning());
    }

    @Override
    public void visit(Step.Kubectl step) {
        doing = step + ending(step.stdin(), step.exit(), step.output(), step.error(), step.leavesRunning());
    }

    private static String ending(
            String stdin, int exit, @Nullable String output, @Nullable String error, boolean leavesRunning) {
        return (stdin.isEmpty() ? "" : "\n   it reads \"" + stdin.strip() + "\"")
                + (exit == 0 ? "" : "\n   it must end with exit status " + exit)
                + (output == null ? "" : "\n   it must print \"" + output + "\"")
                + (error == null ? "" : "\n   it must write to its standard error \"" + error + "\"")
                + (leavesRunning ? "\n   what it starts may still run" : "");
    }

    private static List<String> expectations(Scenario scenario) {
        return scenario.expectations().stream()
                .map(expectation -> verb(expectation.outcome())
                        + expectation.rule()
                        + (expectation.from() == Expectation.From.START ? " (from the start of the pods on)" : "")
                        + (expectation.hiddenAllowed() ? " (earlier rules may take its events)" : "")
                        + reached(expectation))
                .toList();
    }

    private static String reached(Expectation expectation) {
        return expectation.reaches().isEmpty()
                ? ""
                : expectation.reaches().stream()
                        .map(ChatOutput::label)
                        .collect(Collectors.joining(" and ", " (its message must reach ", ")"));
    }

    private static String verb(Outcome outcome) {
        return switch (outcome) {
            case FIRES -> "fire: ";
            case SILENT -> "stay silent: ";
            case BLIND -> "stay silent, because Falco does not see it: ";
        };
    }

    /** Why a scenario is skipped, or without what it would be; null for neither. */
    static @Nullable String skipped(Scenario scenario) {
        if (scenario.requirement() != null) {
            return "it requires " + scenario.requirement();
        }
        return scenario.needs().isEmpty() ? null : "without " + String.join(" and ", scenario.needs());
    }

    private void row(String name, String value) {
        if (!value.isEmpty()) {
            lines.addAll(WrappedLine.of("  " + name + " ".repeat(12 - name.length()), value));
        }
    }

    private void part(String title, List<String> members) {
        if (!members.isEmpty()) {
            lines.add("");
            lines.add(title + ":");
            members.forEach(member -> lines.add("  " + member.replace("\n", "\n  ")));
        }
    }
}
