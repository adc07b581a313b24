// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The requirements of the sensor and the sandbox, and whether this machine meets them.
 *
 * @param requirements each requirement with its answer
 */
public record KernelSupport(List<Requirement> requirements) {
    /**
     * One requirement.
     *
     * @param name the requirement, in a few words
     * @param optional whether most features work without it
     * @param answer whether it is met
     */
    public record Requirement(String name, boolean optional, Answer answer) {}

    /** Whether a requirement is met. "Could not tell" never counts as "supported". */
    public sealed interface Answer {}

    /**
     * The requirement is met.
     *
     * @param detail what was found, such as a version
     */
    public record Supported(String detail) implements Answer {}

    /**
     * The requirement is not met.
     *
     * @param detail what was found instead
     * @param consequence what does not work without it
     * @param fix exactly what to do
     */
    public record Unsupported(String detail, String consequence, String fix) implements Answer {}

    /**
     * It is unknown whether the requirement is met.
     *
     * @param reason why it is unknown
     * @param consequence what does not work if it is not met
     * @param fix how to find out or to meet it
     */
    public record CouldNotTell(String reason, String consequence, String fix) implements Answer {}

    public KernelSupport {
        requirements = List.copyOf(requirements);
    }

    /** Checks this machine. Needs no privileges and changes nothing. */
    public static KernelSupport probe() {
        String path = System.getenv("PATH");
        return new KernelSupport(
                new KernelProbes(Path.of("/"), System.getProperty("os.version", ""), path == null ? "" : path).all());
    }

    /** This with one more requirement. */
    public KernelSupport with(Requirement requirement) {
        return new KernelSupport(
                Stream.concat(requirements.stream(), Stream.of(requirement)).toList());
    }

    /** Whether at least one required item is known to be missing. An unknown answer does not count. */
    public boolean lacksSomething() {
        return requirements.stream()
                .anyMatch(requirement -> !requirement.optional() && requirement.answer() instanceof Unsupported);
    }
}
