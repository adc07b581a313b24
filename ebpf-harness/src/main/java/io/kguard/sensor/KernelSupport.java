// SPDX-License-Identifier: Apache-2.0
package io.kguard.sensor;

import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What the sensor and the sandbox need of this machine, and whether it is there.
 *
 * @param requirements each need with its answer
 */
@API(status = API.Status.INTERNAL)
public record KernelSupport(List<Requirement> requirements) {
    /**
     * One need.
     *
     * @param name what is needed, in a few words
     * @param optional whether most can be done without it
     * @param answer whether it is there
     */
    public record Requirement(String name, boolean optional, Answer answer) {}

    /** Whether something is there. "Could not tell" is never "supported". */
    public sealed interface Answer {}

    /**
     * It is there.
     *
     * @param detail what was found, such as a version
     */
    public record Supported(String detail) implements Answer {}

    /**
     * It is not there.
     *
     * @param detail what was found instead
     * @param consequence what does not work without it
     * @param fix what to do, exactly
     */
    public record Unsupported(String detail, String consequence, String fix) implements Answer {}

    /**
     * It could not be found out.
     *
     * @param reason why not
     * @param consequence what does not work if it is missing
     * @param fix how to find out or to supply it
     */
    public record CouldNotTell(String reason, String consequence, String fix) implements Answer {}

    public KernelSupport {
        requirements = List.copyOf(requirements);
    }

    /** Looks at this machine. Needs no privileges and changes nothing. */
    public static KernelSupport probe() {
        String path = System.getenv("PATH");
        return new KernelSupport(
                new KernelProbes(Path.of("/"), System.getProperty("os.version", ""), path == null ? "" : path).all());
    }

    /** Whether something that is not optional is known to be missing. What could not be told is not known. */
    public boolean lacksSomething() {
        return requirements.stream()
                .anyMatch(requirement -> !requirement.optional() && requirement.answer() instanceof Unsupported);
    }
}
