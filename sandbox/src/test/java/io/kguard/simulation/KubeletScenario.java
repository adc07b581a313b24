// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.ScenarioReader;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;

/** Plays a pod whose container has hooks or probes, against rules on what these do. */
final class KubeletScenario implements AutoCloseable {
    static final String SHADOW = "Shadow opened";
    static final String ID = "Id ran";

    private static final String RULES = """
            - rule: Shadow opened
              desc: The password hashes were read
              condition: evt.type in (open, openat, openat2) and container.id != host and fd.name = /etc/shadow
              output: Shadow opened by %proc.name of %proc.pname in %k8s.pod.name
              priority: WARNING
            - rule: Id ran
              desc: The program id was executed
              condition: evt.type in (execve, execveat) and proc.name = id
              output: Id ran in %k8s.ns.name %k8s.pod.name
              priority: NOTICE
            """;

    private final Simulator simulator = Simulator.open(SimulatorOptions.configured());
    private final RuleSet rules = RuleSet.compile(
            RuleLoader.of(FalcoVersion.CURRENT).loadText("rules", RULES),
            EngineOptions.of(FalcoVersion.CURRENT).withExplanations(true));

    /** Plays the pod web; {@code spec} is the text between the braces of its spec. */
    Detections play(String cluster, String spec, String steps) {
        return simulator.run(
                ScenarioReader.read("kubelet.yaml", """
                                scenario: kubelet
                                title: What a kubelet runs in a container
                                attack: [T1053]
                                %s
                                pods: [{metadata: {name: web}, spec: {%s}}]
                                fires: [Id ran]
                                silent: [Shadow opened]
                                steps: [%s]
                                """.formatted(cluster, spec, steps))
                        .get(0),
                rules);
    }

    /** Plays one container, which sleeps; {@code fields} are further ones of it. */
    Detections play(String fields, String steps) {
        return play("", containers(fields), steps);
    }

    static String containers(String fields) {
        return "containers: [{name: web, image: base, command: [sleep, infinity], " + fields + "}]";
    }

    static Verdict fires(Detections detections) {
        return Judge.judge(detections, Expectation.fires(SHADOW));
    }

    static Verdict firesFromStart(Detections detections) {
        return Judge.judge(detections, Expectation.fires(SHADOW).fromStart());
    }

    static Verdict silent(Detections detections) {
        return Judge.judge(detections, Expectation.silent(SHADOW));
    }

    @Override
    public void close() {
        simulator.close();
    }
}
