// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.internal.yaml.YamlMapping;
import java.util.List;
import java.util.Set;

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
            "exits");

    private ScriptVerbs() {}

    /** Does what one of the {@link #KNOWN} verbs says; returns the process to which the name after {@code as} belongs. */
    static WrittenProcess run(WrittenProcess process, String verb, List<String> values) {
        switch (verb) {
            case "reads" -> process.reads(only(verb, values));
            case "writes" -> process.writes(only(verb, values));
            case "creates" -> process.creates(only(verb, values));
            case "deletes" -> process.deletes(only(verb, values));
            case "makes-directory" -> process.makesDirectory(only(verb, values));
            case "renames" -> process.renames(of(verb, values, 2, 0), values.get(1));
            case "links" -> process.links(of(verb, values, 2, 0), values.get(1));
            case "changes-mode" -> process.changesMode(of(verb, values, 2, 0), number(values.get(1), 8));
            case "mounts" -> process.mounts(of(verb, values, 3, 0), values.get(1), values.get(2));
            case "becomes" -> process.becomes(number(only(verb, values), 10));
            case "connects" -> {
                String end = only(verb, values);
                process.connects(address(end), port(end));
            }
            case "listens" -> process.listens(number(only(verb, values), 10));
            case "accepts" -> {
                String from = of(verb, values, 2, 0);
                process.accepts(address(from), port(from), number(values.get(1), 10));
            }
            case "executes" -> {
                return process.executes(program(verb, values), rest(values));
            }
            case "spawns" -> {
                return process.spawns(program(verb, values), rest(values));
            }
            case "exits" -> process.exits(number(only(verb, values), 10));
            default -> throw new AssertionError(verb);
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

    private static String program(String verb, List<String> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(verb + " takes a program and its arguments");
        }
        return values.get(0);
    }

    private static String[] rest(List<String> values) {
        return values.subList(1, values.size()).toArray(new String[0]);
    }

    private static int number(String text, int radix) {
        try {
            return Integer.parseInt(text, radix);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not " + (radix == 8 ? "an octal number" : "a number"));
        }
    }

    private static String address(String end) {
        return end.substring(0, colon(end));
    }

    private static int port(String end) {
        return number(end.substring(colon(end) + 1), 10);
    }

    private static int colon(String end) {
        int colon = end.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "\"" + end + "\" is not an address and a port, such as \"203.0.113.7:80\"");
        }
        return colon;
    }
}
