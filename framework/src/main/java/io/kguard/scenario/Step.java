package io.kguard.scenario;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a scenario does. */
public sealed interface Step {
    /** Where it is written. */
    Origin origin();

    /**
     * Runs a command in a running container, as {@code kubectl exec} does.
     *
     * @param pod the pod's name
     * @param container the container's name; null is the pod's first
     * @param tty whether the command gets a pseudo-terminal
     * @param command the program and its arguments
     * @param stdin what the command reads from its standard input; empty is end of file
     * @param exit the exit status that the command must have
     * @param output what the command must print, somewhere in its standard output; null if it does not matter
     * @param timeout how long the command may take
     * @param origin where it is written
     */
    record Exec(
            String pod,
            @Nullable String container,
            boolean tty,
            List<String> command,
            String stdin,
            int exit,
            @Nullable String output,
            Duration timeout,
            Origin origin)
            implements Step {

        /** Copies the command. */
        public Exec {
            command = List.copyOf(command);
        }

        @Override
        public String toString() {
            return "exec in " + pod + ": " + String.join(" ", command);
        }
    }
}
