// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import io.kguard.workload.Actor;
import io.kguard.workload.StandIns;
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
    @API(status = API.Status.INTERNAL)
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
        private final List<String> command;
        private final @Nullable String agent;
        private final StepInput input;
        private final StepEnd end;
        private final Origin origin;

        Exec(
                String pod,
                @Nullable String container,
                List<String> command,
                @Nullable String agent,
                StepInput input,
                StepEnd end,
                Origin origin) {
            this.pod = pod;
            this.container = container;
            this.command = List.copyOf(command);
            this.agent = agent;
            this.input = input;
            this.end = end;
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
            return input.tty();
        }

        /** The program and its arguments. */
        public List<String> command() {
            return command;
        }

        /**
         * The coding agent that runs the command by its tool, such as {@code claude_code}; null for none. Rules of the source
         * {@code coding_agent} see the tool call before the command runs.
         */
        @API(status = API.Status.EXPERIMENTAL)
        public @Nullable String agent() {
            return agent;
        }

        /** The content of the command's standard input; empty for end of file. */
        public String stdin() {
            return input.stdin();
        }

        /** The expected exit status of the command; {@link #ANY_EXIT} for any. */
        public int exit() {
            return end.exit();
        }

        /** A string that the command's standard output must contain; null for any output. */
        public @Nullable String output() {
            return end.output();
        }

        /** The time limit of the command. */
        public Duration timeout() {
            return end.timeout();
        }

        @Override
        public boolean leavesRunning() {
            return end.leavesRunning();
        }

        @Override
        @API(status = API.Status.INTERNAL)
        public Origin origin() {
            return origin;
        }

        /** A command in a pod's first container, with the default time limit. */
        public static Exec of(String pod, String... command) {
            return new Exec(pod, null, List.of(command), null, StepInput.NONE, StepEnd.SUCCESS, Origin.ofCaller());
        }

        /** Whether it is a play: it prepares what it presupposes, and that is no act. */
        @API(status = API.Status.INTERNAL)
        public boolean isPlay() {
            return command.equals(List.of(StandIns.SUITE)) && input.stdin().startsWith("a");
        }

        /** This step in another container of the pod. */
        public Exec inContainer(String name) {
            return new Exec(pod, name, command, agent, input, end, origin);
        }

        /**
         * This step, run by a coding agent.
         *
         * @param name the agent's name as rules have it, such as {@code claude_code}
         */
        @API(status = API.Status.EXPERIMENTAL)
        public Exec byAgent(String name) {
            return new Exec(pod, container, command, name, input, end, origin);
        }

        /** This step with a terminal. */
        public Exec onTerminal() {
            return given(input.withTty(true));
        }

        /** This step with another standard input. */
        public Exec withStdin(String value) {
            return given(input.withStdin(value));
        }

        /**
         * This step with another expected exit status.
         *
         * @param value from 0 to 255, or {@link #ANY_EXIT}
         * @throws IllegalArgumentException if it is another number
         */
        public Exec withExit(int value) {
            return ending(end.withExit(value));
        }

        /** This step with a string that the command must print. */
        public Exec withOutput(String value) {
            return ending(end.withOutput(value));
        }

        /**
         * This step with another time limit.
         *
         * @param value more than no time, and at most ten minutes
         * @throws IllegalArgumentException if it is another time
         */
        public Exec withTimeout(Duration value) {
            return ending(end.withTimeout(value));
        }

        /** This step with another command. */
        public Exec withCommand(List<String> value) {
            return new Exec(pod, container, value, agent, input, end, origin);
        }

        /** A command in the same container that prepares this step. It must succeed. */
        public Exec preparedBy(List<String> other) {
            return new Exec(pod, container, other, null, StepInput.NONE, StepEnd.SUCCESS, origin);
        }

        /** This step, whose processes may still run when the rules are judged. */
        public Exec leavingRunning() {
            return ending(end.leavingRunning());
        }

        private Exec given(StepInput other) {
            return new Exec(pod, container, command, agent, other, end, origin);
        }

        private Exec ending(StepEnd other) {
            return new Exec(pod, container, command, agent, input, other, origin);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }

        @Override
        public String toString() {
            return "exec in " + pod + (agent == null ? "" : " by " + agent) + ": " + String.join(" ", command);
        }
    }

    /** Runs the machine's real {@code kubectl} against the scenario's cluster. */
    final class Kubectl implements Step {
        private final List<String> args;
        private final Actor actor;
        private final StepInput input;
        private final StepEnd end;
        private final Origin origin;

        Kubectl(List<String> args, Actor actor, StepInput input, StepEnd end, Origin origin) {
            this.args = List.copyOf(args);
            this.actor = actor;
            this.input = input;
            this.end = end;
            this.origin = origin;
        }

        /** Kubectl's arguments. */
        public List<String> args() {
            return args;
        }

        /** The user who runs kubectl. */
        @API(status = API.Status.INTERNAL)
        public Actor actor() {
            return actor;
        }

        /** Whether kubectl runs on a terminal, as it does for a user. */
        public boolean tty() {
            return input.tty();
        }

        /** The content of kubectl's standard input; empty for end of file. */
        public String stdin() {
            return input.stdin();
        }

        /** The expected exit status of kubectl, which is that of the command for {@code kubectl exec}; {@link #ANY_EXIT} for any. */
        public int exit() {
            return end.exit();
        }

        /** A string that its standard output must contain; null for any output. */
        public @Nullable String output() {
            return end.output();
        }

        /** A string that its standard error must contain; null for any output. */
        public @Nullable String error() {
            return end.error();
        }

        /** Its time limit. */
        public Duration timeout() {
            return end.timeout();
        }

        @Override
        public boolean leavesRunning() {
            return end.leavesRunning();
        }

        @Override
        @API(status = API.Status.INTERNAL)
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
                    StepInput.NONE.withTty(asksForTerminal(all)),
                    StepEnd.SUCCESS,
                    Origin.ofCaller());
        }

        /**
         * This step, run by a person.
         *
         * @param name the user's name
         * @param groups the user's groups; {@code system:authenticated} is added
         */
        public Kubectl asUser(String name, String... groups) {
            return by(new Actor.User(name, List.of(groups)));
        }

        /** This step, run by a service account with its own token. */
        public Kubectl asServiceAccount(String namespace, String name) {
            return by(new Actor.ServiceAccount(namespace, name));
        }

        /** This step with a terminal, whatever the arguments ask for. */
        public Kubectl onTerminal() {
            return given(input.withTty(true));
        }

        /** This step without a terminal, whatever the arguments ask for. */
        public Kubectl withoutTerminal() {
            return given(input.withTty(false));
        }

        /** This step with another standard input. */
        public Kubectl withStdin(String value) {
            return given(input.withStdin(value));
        }

        /**
         * This step with another expected exit status.
         *
         * @param value from 0 to 255, or {@link #ANY_EXIT}
         * @throws IllegalArgumentException if it is another number
         */
        public Kubectl withExit(int value) {
            return ending(end.withExit(value));
        }

        /** This step with a string that kubectl must print. */
        public Kubectl withOutput(String value) {
            return ending(end.withOutput(value));
        }

        /** This step with a string that kubectl must write to its standard error. */
        public Kubectl withError(String value) {
            return ending(end.withError(value));
        }

        /**
         * This step with another time limit.
         *
         * @param value more than no time, and at most ten minutes
         * @throws IllegalArgumentException if it is another time
         */
        public Kubectl withTimeout(Duration value) {
            return ending(end.withTimeout(value));
        }

        /** This step with other arguments. */
        public Kubectl withArgs(List<String> value) {
            return new Kubectl(value, actor, input, end, origin);
        }

        /** A call that does the same by other arguments. What it prints is not known. */
        @API(status = API.Status.INTERNAL)
        public Kubectl otherwise(List<String> value) {
            return new Kubectl(
                    value,
                    actor,
                    input,
                    new StepEnd(end.exit(), null, null, end.timeout(), end.leavesRunning()),
                    origin);
        }

        /** A command in a pod's first container that prepares this step. It must succeed. */
        public Exec preparedBy(String pod, List<String> command) {
            return new Exec(pod, null, command, null, StepInput.NONE, StepEnd.SUCCESS, origin);
        }

        /** This step, whose processes and pods may still run when the rules are judged. */
        public Kubectl leavingRunning() {
            return ending(end.leavingRunning());
        }

        private Kubectl by(Actor other) {
            return new Kubectl(args, other, input, end, origin);
        }

        private Kubectl given(StepInput other) {
            return new Kubectl(args, actor, other, end, origin);
        }

        private Kubectl ending(StepEnd other) {
            return new Kubectl(args, actor, input, other, origin);
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
