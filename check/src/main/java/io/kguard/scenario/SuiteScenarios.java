// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kguard.internal.suite.SuiteFile;
import io.kguard.internal.suite.SuiteTest;
import io.kguard.internal.yaml.YamlValue;
import io.kguard.scenario.Expectation.ExpectedAlert;
import io.kguard.workload.FieldProblem;
import io.kguard.workload.ImageException;
import io.kguard.workload.ImageReference;
import io.kguard.workload.PodRules;
import io.kguard.workload.StandIns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tests of a suite file of Falco's event-generator as scenarios. */
final class SuiteScenarios {
    private static final String POD = "event-generator";
    private static final String IMAGE = "base";
    private static final String FILES_OF_IMAGE = "kguard.io/image";
    private static final int MAX_ID = 200;

    /** Scripts of tests may wait. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private SuiteScenarios() {}

    /** The scenarios of a document. All mistakes become problems of the document. */
    static List<Scenario> of(YamlValue root) {
        List<Scenario> scenarios = new ArrayList<>();
        for (SuiteTest test : SuiteFile.read(root)) {
            scenarios.add(scenario(test));
        }
        return scenarios;
    }

    private static Scenario scenario(SuiteTest test) {
        Origin origin = Origin.of(test.place());
        Pod pod = pod(test.container());
        check(test, pod);
        return new Scenario(
                new Scenario.Head(Scenario.Kind.CHECKED, id(test), test.name(), List.of(), origin),
                new Scenario.Stage(null, null, List.of(), List.of(pod), List.of()),
                new Scenario.Act(List.of(), List.of(step(test, origin)), List.of()),
                List.of(Expectation.fires(test.rule()).withAlert(alert(test))),
                Requirement.of(test.unmet()),
                true);
    }

    private static String id(SuiteTest test) {
        String id = test.name()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceFirst("^-", "")
                .replaceFirst("-$", "");
        if (id.isEmpty() || id.length() > MAX_ID) {
            test.place()
                    .problem(
                            "no id of a scenario can be made of the name \"" + test.name() + "\"",
                            "give it a name of at most " + MAX_ID + " letters of ASCII and digits");
        }
        return id;
    }

    private static Step step(SuiteTest test, Origin origin) {
        return new Step.Exec(
                POD,
                null,
                List.of(StandIns.SUITE),
                null,
                StepInput.NONE.withStdin(test.plan()),
                StepEnd.SUCCESS.withTimeout(TIMEOUT),
                origin);
    }

    /** An alert of the program that prepares the test is not meant, although the rule may be the same. */
    private static ExpectedAlert alert(SuiteTest test) {
        SuiteTest.Outcome outcome = test.outcome();
        Map<String, String> fields = new LinkedHashMap<>(outcome.fields());
        fields.put(SuiteFile.MARK, test.name());
        return new ExpectedAlert(outcome.source(), outcome.priority(), fields);
    }

    private static Pod pod(SuiteTest.Container container) {
        List<EnvVar> env = container.env().entrySet().stream()
                .map(variable -> new EnvVarBuilder()
                        .withName(variable.getKey())
                        .withValue(variable.getValue())
                        .build())
                .toList();
        String image = container.image();
        return new PodBuilder()
                .withNewMetadata()
                .withName(POD)
                .withNamespace("default")
                .addToAnnotations(FILES_OF_IMAGE, IMAGE)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName(container.name())
                .withImage(image == null ? IMAGE : image)
                .withCommand("sleep", "infinity")
                .withEnv(env)
                .withNewSecurityContext()
                .withPrivileged(true)
                .endSecurityContext()
                .endContainer()
                .endSpec()
                .build();
    }

    private static void check(SuiteTest test, Pod pod) {
        for (FieldProblem problem : PodRules.problems(pod)) {
            test.place().problem("the container: " + problem.path() + " " + problem.reason(), problem.hint());
        }
        String image = test.container().image();
        try {
            if (image != null) {
                ImageReference.parse(image);
            }
        } catch (ImageException e) {
            test.place().problem("the container's image: " + e.getMessage(), "");
        }
    }
}
