// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.capture.WrittenDescriptor.End;
import io.kguard.capture.WrittenDescriptor.File;
import io.kguard.internal.yaml.YamlMapping;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The actions of a process in a description of events. */
final class ScriptVerbs {
    static final Set<String> KNOWN = YamlMapping.keys(
            "reads",
            "writes",
            "creates",
            "deletes",
            "renames",
            "makes-directory",
            "links",
            "changes-mode",
            "mounts",
            "becomes",
            "connects",
            "listens",
            "accepts",
            "executes",
            "spawns",
            "exits",
            "calls");

    private static final long O_WRONLY = 1 << 1;
    private static final long O_CREAT = 1 << 2;
    private static final long O_F_CREATED = 1 << 14;

    private ScriptVerbs() {}

    /**
     * Does what one of the {@link #KNOWN} verbs says.
     *
     * @param returns what the call returns if that is not the usual
     */
    static WrittenProcess run(WrittenProcess process, String verb, List<String> values, @Nullable Long returns) {
        return switch (verb) {
            case "reads" -> process.opens(new File(only(verb, values), CallValues.READ_ONLY), returns);
            case "writes" -> process.opens(new File(only(verb, values), O_WRONLY), returns);
            case "creates" -> process.opens(new File(only(verb, values), O_WRONLY | O_CREAT | O_F_CREATED), returns);
            case "deletes" -> call(process, returns, "unlinkat", Map.of("name", only(verb, values)));
            case "makes-directory" ->
                call(process, returns, "mkdir", Map.of("path", only(verb, values), "mode", 0755L));
            case "renames" ->
                call(process, returns, "rename", Map.of("oldpath", of(verb, values, 2, 0), "newpath", values.get(1)));
            case "links" ->
                call(process, returns, "symlink", Map.of("target", of(verb, values, 2, 0), "linkpath", values.get(1)));
            case "changes-mode" ->
                call(process, returns, "chmod", Map.of("filename", of(verb, values, 2, 0), "mode", (long)
                        number(values.get(1), 8)));
            case "mounts" ->
                call(
                        process,
                        returns,
                        "mount",
                        Map.of("dev", of(verb, values, 3, 0), "dir", values.get(1), "type", values.get(2)));
            case "becomes" -> becomes(process, number(only(verb, values), 10), returns);
            case "connects" -> process.connects(End.of(only(verb, values)), false, returns);
            case "listens" -> sure(verb, returns, process.listens(number(only(verb, values), 10)));
            case "accepts" ->
                process.accepts(End.of(of(verb, values, 2, 0)), End.checked(number(values.get(1), 10)), returns);
            case "exits" -> {
                process.exits(number(only(verb, values), 10));
                yield sure(verb, returns, process);
            }
            default -> throw new AssertionError(verb);
        };
    }

    private static WrittenProcess becomes(WrittenProcess process, int uid, @Nullable Long returns) {
        return returns == null ? process.becomes(uid) : call(process, returns, "setuid", Map.of("uid", (long) uid));
    }

    private static WrittenProcess call(
            WrittenProcess process, @Nullable Long returns, String type, Map<String, Object> parameters) {
        CallWriter call = process.call(type);
        parameters.forEach(call::with);
        if (returns != null) {
            call.returns(returns);
        }
        call.write();
        return process;
    }

    private static WrittenProcess sure(String verb, @Nullable Long returns, WrittenProcess process) {
        if (returns != null) {
            throw new IllegalArgumentException(
                    verb + " is of more than one call, or returns nothing: leave out \"returns\"");
        }
        return process;
    }

    private static String only(String verb, List<String> values) {
        return of(verb, values, 1, 0);
    }

    private static String of(String verb, List<String> values, int count, int index) {
        if (values.size() != count) {
            throw new IllegalArgumentException(
                    verb + " takes " + (count == 1 ? "one value" : "a list of " + count) + ", not " + values.size());
        }
        return values.get(index);
    }

    /** The program that a process executes, and its arguments. */
    static WrittenProgram program(String verb, List<String> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(verb + " takes a program and its arguments");
        }
        return WrittenProgram.of(values.get(0), values.subList(1, values.size()).toArray(new String[0]));
    }

    private static int number(String text, int radix) {
        try {
            return Integer.parseInt(text, radix);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not " + (radix == 8 ? "an octal number" : "a number"));
        }
    }
}
