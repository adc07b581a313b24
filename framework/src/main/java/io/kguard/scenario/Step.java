package io.kguard.scenario;

import io.kguard.cluster.Actor;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a scenario does. */
public sealed interface Step {
    /** Where it is written. */
    Origin origin();

    /**
     * Runs a command in a running container, through the runtime: no API server hears of it.
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

    /**
     * Runs the machine's real {@code kubectl} against the scenario's cluster.
     *
     * @param args kubectl's arguments
     * @param actor who acts
     * @param tty whether kubectl runs on a terminal, as at a keyboard
     * @param stdin what kubectl reads from its standard input; empty is end of file
     * @param exit the exit status that kubectl must have; that of the command for {@code kubectl exec}
     * @param output what it must print, somewhere in its standard output; null if it does not matter
     * @param error what it must print, somewhere in its standard error; null if it does not matter
     * @param timeout how long it may take
     * @param origin where it is written
     */
    record Kubectl(
            List<String> args,
            Actor actor,
            boolean tty,
            String stdin,
            int exit,
            @Nullable String output,
            @Nullable String error,
            Duration timeout,
            Origin origin)
            implements Step {

        /** Copies the arguments. */
        public Kubectl {
            args = List.copyOf(args);
        }

        /**
         * Whether kubectl's arguments ask for a terminal, as {@code exec -it} does.
         *
         * @param args kubectl's arguments
         */
        public static boolean asksForTerminal(List<String> args) {
            for (String arg : args) {
                if (arg.equals("--")) {
                    return false;
                }
                if (arg.equals("-it") || arg.equals("-ti") || arg.equals("-t") || arg.matches("--tty(=true)?")) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return "kubectl " + String.join(" ", args) + (actor.equals(Actor.ADMINISTRATOR) ? "" : " as " + actor);
        }
    }
}
