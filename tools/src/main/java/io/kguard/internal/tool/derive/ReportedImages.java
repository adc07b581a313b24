// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.workload.ImageException;
import io.kguard.workload.ImageReference;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The names of images as the runtimes of pods have them: {@code docker.io/library/nginx}, where others have {@code nginx}. */
final class ReportedImages {
    /** The runtime that has them as they were given. */
    static final String DOCKER = "docker";

    private ReportedImages() {}

    /** Whether a repository is called so in a pod. */
    static boolean isOfPods(String repository) {
        return of(repository).equals(repository);
    }

    /** What a repository is called in a pod; empty if it is no repository. */
    static String of(String repository) {
        try {
            return ImageReference.parse(repository).repository();
        } catch (ImageException e) {
            return "";
        }
    }

    /** What to know of acts of Docker's containers, whose image has another name in a pod; nothing of rules for Docker. */
    static List<String> notes(RuleDerivation derivation) {
        boolean isForDocker =
                ConditionPrinter.printExpanded(derivation.rule().condition()).contains("container.type");
        return isForDocker
                ? List.of()
                : derivation.acts().stream()
                        .map(DerivedAct::act)
                        .filter(Act.Script.class::isInstance)
                        .flatMap(act -> containers(((Act.Script) act).tree()))
                        .filter(container -> DOCKER.equals(container.get("type")))
                        .map(container -> String.valueOf(container.get("image")).replaceFirst(":[^/]*$", ""))
                        .filter(image -> !isOfPods(image))
                        .distinct()
                        .map(image -> "in a pod container.image.repository is " + of(image) + ": what is said of "
                                + image + " holds for Docker's own containers alone")
                        .toList();
    }

    private static Stream<Map<?, ?>> containers(Map<String, Object> script) {
        return script.get("containers") instanceof Collection<?> all
                ? all.stream().filter(Map.class::isInstance).map(Map.class::cast)
                : Stream.empty();
    }
}
