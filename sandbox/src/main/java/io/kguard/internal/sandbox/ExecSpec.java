// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.sandbox.SandboxException.Reason;
import io.kguard.workload.NameRule;
import io.kguard.workload.Quoted;
import io.kguard.workload.TextRules;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command to run in a container.
 *
 * @param command program and arguments; a program without a slash is searched in the container's PATH
 * @param tty whether it gets a pseudo-terminal
 * @param env variables added to the container's environment
 * @param stdin the content of standard input
 * @param timeout after which it is killed; null for {@link Limits#execTimeout()}
 * @param user name or uid, with or without {@code :group}; null for the container's user
 * @param workingDir null for the container's working directory
 */
public record ExecSpec(
        List<String> command,
        boolean tty,
        Map<String, String> env,
        byte[] stdin,
        @Nullable Duration timeout,
        @Nullable String user,
        @Nullable String workingDir) {
    public ExecSpec {
        command = List.copyOf(command);
        env = Map.copyOf(env);
        stdin = stdin.clone();
        if (command.isEmpty()) {
            throw new IllegalArgumentException("an exec needs a command");
        }
        command.forEach(word -> passable("an argument", word, true));
        env.forEach((name, value) -> {
            if (!NameRule.ENVIRONMENT_VARIABLE.allows(name)) {
                throw malformed("a variable that can't be " + Quoted.of(name));
            }
            passable("the variable " + name, value, true);
        });
        passable("the user", user, false);
        passable("the working directory", workingDir, false);
    }

    /** Refuses strings that a kernel or runtime would misread. */
    private static void passable(String what, @Nullable String text, boolean free) {
        if (text != null && TextRules.isBad(text, free)) {
            throw malformed(what + " with characters that it must not have: " + Quoted.of(text));
        }
    }

    /** The command in messages. */
    public String title() {
        return "\"" + String.join(" ", command) + "\"";
    }

    /** Says that the command was killed after its time, and the end of what it had written. */
    public SandboxException timedOut(Duration limit, String written, @Nullable Exception cause) {
        String text = written.strip();
        return new SandboxException(
                Reason.TIMEOUT,
                title() + " did not end within " + limit.toMillis() + " ms and was killed"
                        + (text.isEmpty() ? "" : "; it wrote: " + Quoted.end(text)),
                cause);
    }

    private static SandboxException malformed(String what) {
        return new SandboxException(SandboxException.Reason.BAD_REQUEST, "a command has " + what);
    }

    /** A command without terminal and input. */
    public static ExecSpec of(String... command) {
        return of(List.of(command));
    }

    /** A command without terminal and input. */
    public static ExecSpec of(List<String> command) {
        return new ExecSpec(command, false, Map.of(), new byte[0], null, null, null);
    }

    @Override
    public byte[] stdin() {
        return stdin.clone();
    }

    public ExecSpec withTty(boolean value) {
        return new ExecSpec(command, value, env, stdin, timeout, user, workingDir);
    }

    public ExecSpec withEnv(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(env);
        all.put(name, value);
        return new ExecSpec(command, tty, all, stdin, timeout, user, workingDir);
    }

    public ExecSpec withStdin(String value) {
        return new ExecSpec(command, tty, env, value.getBytes(UTF_8), timeout, user, workingDir);
    }

    public ExecSpec withTimeout(@Nullable Duration value) {
        return new ExecSpec(command, tty, env, stdin, value, user, workingDir);
    }

    public ExecSpec withUser(@Nullable String value) {
        return new ExecSpec(command, tty, env, stdin, timeout, value, workingDir);
    }

    public ExecSpec withWorkingDir(@Nullable String value) {
        return new ExecSpec(command, tty, env, stdin, timeout, user, value);
    }
}
