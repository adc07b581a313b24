// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.workload.Actor;
import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** One step of a scenario. */
@API(status = API.Status.STABLE)
public sealed interface Step {
    /** The time limit of a step that has no other. */
    Duration TIMEOUT = Duration.ofSeconds(30);

    /** The expected exit status of a step that may end with any. */
    int ANY_EXIT = -1;

    /** Where it is written. */
    Origin origin();

    /** Whether processes that it starts may still run when the rules are judged. They are killed then. */
    boolean leavesRunning();

    /** Calls the visitor's method for this kind of step. */
    void accept(Visitor visitor);

    /** Handles each kind of step. A new kind adds a method here, so that no handler can miss it. */
    interface Visitor {
        void visit(Exec step);

        void visit(Kubectl step);
    }

    /** Runs a command in a running container, through the runtime: the API server does not know of it. */
    final class Exec implements Step {
        private final String pod;
        private final @Nullable String container;
        private final boolean tty;
        private final List<String> command;
        private final String stdin;
        private final int exit;
        private final @Nullable String output;
        private final Duration timeout;
        private final boolean leavesRunning;
        private final Origin origin;

        Exec(
                String pod,
                @Nullable String container,
                boolean tty,
                List<String> command,
                String stdin,
                int exit,
                @Nullable String output,
                Duration timeout,
                boolean leavesRunning,
                Origin origin) {
            this.pod = pod;
            this.container = container;
            this.tty = tty;
            this.command = List.copyOf(command);
            this.stdin = stdin;
            this.exit = exit;
            this.output = output;
            this.timeout = timeout;
            this.leavesRunning = leavesRunning;
            this.origin = origin;
        }

        /** The pod's name. */
        public String pod() {
            return pod;
        }

        /** The container's name; null for the pod's first. */
        public @Nullable String container() {
            return container;
        }

        /** Whether the command gets a pseudo-terminal. */
        public boolean tty() {
            return tty;
        }

        /** The program and its arguments. */
        public List<String> command() {
            return command;
        }

        /** The content of the command's standard input; empty for end of file. */
        public String stdin() {
            return stdin;
        }

        /** The expected exit status of the command; {@link #ANY_EXIT} for any. */
        public int exit() {
            return exit;
        }

        /** A string that the command's standard output must contain; null for any output. */
        public @Nullable String output() {
            return output;
        }

        /** The time limit of the command. */
        public Duration timeout() {
            return timeout;
        }

        @Override
        public boolean leavesRunning() {
            return leavesRunning;
        }

        @Override
        public Origin origin() {
            return origin;
        }

        /** A command in a pod's first container, with the default time limit. */
        public static Exec of(String pod, String... command) {
            return new Exec(pod, null, false, List.of(command), "", 0, null, TIMEOUT, false, Origin.ofCaller());
        }

        /** This step with a terminal. */
        public Exec onTerminal() {
            return new Exec(pod, container, true, command, stdin, exit, output, timeout, leavesRunning, origin);
        }

        /** This step with another expected exit status. */
        public Exec withExit(int value) {
            return new Exec(pod, container, tty, command, stdin, value, output, timeout, leavesRunning, origin);
        }

        /** This step with a string that the command must print. */
        public Exec withOutput(String value) {
            return new Exec(pod, container, tty, command, stdin, exit, value, timeout, leavesRunning, origin);
        }

        /** This step with another command. */
        public Exec withCommand(List<String> value) {
            return new Exec(pod, container, tty, value, stdin, exit, output, timeout, leavesRunning, origin);
        }

        /** A command in the same container that prepares this step. It must succeed. */
        public Exec preparedBy(List<String> other) {
            return new Exec(pod, container, false, other, "", 0, null, TIMEOUT, false, origin);
        }

        /** This step, whose processes may still run when the rules are judged. */
        public Exec leavingRunning() {
            return new Exec(pod, container, tty, command, stdin, exit, output, timeout, true, origin);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }

        @Override
        public String toString() {
            return "exec in " + pod + ": " + String.join(" ", command);
        }
    }

    /** Runs the machine's real {@code kubectl} against the scenario's cluster. */
    final class Kubectl implements Step {
        private final List<String> args;
        private final Actor actor;
        private final boolean tty;
        private final String stdin;
        private final int exit;
        private final @Nullable String output;
        private final @Nullable String error;
        private final Duration timeout;
        private final boolean leavesRunning;
        private final Origin origin;

        Kubectl(
                List<String> args,
                Actor actor,
                boolean tty,
                String stdin,
                int exit,
                @Nullable String output,
                @Nullable String error,
                Duration timeout,
                boolean leavesRunning,
                Origin origin) {
            this.args = List.copyOf(args);
            this.actor = actor;
            this.tty = tty;
            this.stdin = stdin;
            this.exit = exit;
            this.output = output;
            this.error = error;
            this.timeout = timeout;
            this.leavesRunning = leavesRunning;
            this.origin = origin;
        }

        /** Kubectl's arguments. */
        public List<String> args() {
            return args;
        }

        /** The user who runs kubectl. */
        public Actor actor() {
            return actor;
        }

        /** Whether kubectl runs on a terminal, as it does for a user. */
        public boolean tty() {
            return tty;
        }

        /** The content of kubectl's standard input; empty for end of file. */
        public String stdin() {
            return stdin;
        }

        /** The expected exit status of kubectl, which is that of the command for {@code kubectl exec}; {@link #ANY_EXIT} for any. */
        public int exit() {
            return exit;
        }

        /** A string that its standard output must contain; null for any output. */
        public @Nullable String output() {
            return output;
        }

        /** A string that its standard error must contain; null for any output. */
        public @Nullable String error() {
            return error;
        }

        /** Its time limit. */
        public Duration timeout() {
            return timeout;
        }

        @Override
        public boolean leavesRunning() {
            return leavesRunning;
        }

        @Override
        public Origin origin() {
            return origin;
        }

        /**
         * A kubectl command of the administrator, with the default time limit. It runs on a terminal if its arguments
         * ask for one.
         */
        public static Kubectl of(String... args) {
            List<String> all = List.of(args);
            return new Kubectl(
                    all,
                    Actor.ADMINISTRATOR,
                    asksForTerminal(all),
                    "",
                    0,
                    null,
                    null,
                    TIMEOUT,
                    false,
                    Origin.ofCaller());
        }

        /** This step, run by another user. */
        public Kubectl as(Actor value) {
            return new Kubectl(args, value, tty, stdin, exit, output, error, timeout, leavesRunning, origin);
        }

        /** This step with another standard input. */
        public Kubectl withStdin(String value) {
            return new Kubectl(args, actor, tty, value, exit, output, error, timeout, leavesRunning, origin);
        }

        /** This step with another expected exit status. */
        public Kubectl withExit(int value) {
            return new Kubectl(args, actor, tty, stdin, value, output, error, timeout, leavesRunning, origin);
        }

        /** This step with a string that kubectl must print. */
        public Kubectl withOutput(String value) {
            return new Kubectl(args, actor, tty, stdin, exit, value, error, timeout, leavesRunning, origin);
        }

        /** This step with a string that kubectl must write to its standard error. */
        public Kubectl withError(String value) {
            return new Kubectl(args, actor, tty, stdin, exit, output, value, timeout, leavesRunning, origin);
        }

        /** This step with other arguments. */
        public Kubectl withArgs(List<String> value) {
            return new Kubectl(value, actor, tty, stdin, exit, output, error, timeout, leavesRunning, origin);
        }

        /** A command in a pod's first container that prepares this step. It must succeed. */
        public Exec preparedBy(String pod, List<String> command) {
            return new Exec(pod, null, false, command, "", 0, null, TIMEOUT, false, origin);
        }

        /** This step, whose processes and pods may still run when the rules are judged. */
        public Kubectl leavingRunning() {
            return new Kubectl(args, actor, tty, stdin, exit, output, error, timeout, true, origin);
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
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }

        @Override
        public String toString() {
            return "kubectl " + String.join(" ", args) + (actor.equals(Actor.ADMINISTRATOR) ? "" : " as " + actor);
        }
    }
}
