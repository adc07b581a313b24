// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Generates rule files, most of them valid. */
final class RandomRules {
    private static final String[] FIELDS = {
        "proc.name",
        "proc.pname",
        "fd.name",
        "evt.type",
        "fd.num",
        "proc.aname[2]",
        "evt.arg.flags",
        "fd.sip",
        "evt.dir",
        "container.id",
        "proc.nmae",
        "evt.rawres",
        "proc.cmdline",
        "evt.num",
        "fd.net",
        "proc.is_container_healthcheck"
    };
    private static final String[] OPERATORS = {
        "=",
        "!=",
        "==",
        "<",
        ">=",
        "contains",
        "startswith",
        "endswith",
        "icontains",
        "glob",
        "regex",
        "in",
        "pmatch",
        "intersects",
        "exists",
        "bcontains",
        "startswith anyof"
    };
    private static final String[] VALUES = {
        "open",
        "execve",
        "openat",
        "cat",
        "/etc/passwd",
        "3",
        "-1",
        "10.0.0.0/8",
        "1.2.3.4",
        "true",
        "\"a b\"",
        "'x'",
        "l0",
        "l1",
        "my*",
        "proc.name",
        "<NA>",
        "68656c6c6f",
        "\"quo\\\"ted\""
    };

    private final Random random;

    RandomRules(Random random) {
        this.random = random;
    }

    String file() {
        return IntStream.range(0, 1 + random.nextInt(8)).mapToObj(i -> item()).collect(Collectors.joining());
    }

    private String item() {
        return switch (random.nextInt(8)) {
            case 0 -> "- list: " + name('l') + "\n" + "  items: [" + values() + "]\n" + override("items");
            case 1, 2 -> "- macro: " + name('m') + "\n" + scalar("condition", condition(2)) + override("condition");
            case 3 -> "- rule: " + name('r') + "\n" + scalar("condition", "and " + condition(1)) + "  append: true\n";
            case 4 -> "- rule: " + name('r') + "\n  enabled: " + one("true", "no", "maybe") + "\n";
            default -> rule();
        };
    }

    private String rule() {
        return "- rule: " + name('r') + "\n"
                + "  desc: d\n"
                + scalar("condition", "evt.type in (open, execve) and " + condition(3))
                + scalar("output", "text %" + one(FIELDS) + " more %" + one(FIELDS))
                + "  priority: " + one("INFO", "debug", "Warning", "LOUD") + "\n"
                + maybe(() -> "  tags: [a, b]\n")
                + maybe(() -> "  source: " + one("syscall", "k8s_audit") + "\n")
                + maybe(this::exceptions)
                + override("condition");
    }

    private String exceptions() {
        return "  exceptions:\n"
                + "    - name: e" + random.nextInt(3) + "\n"
                + "      fields: [" + one(FIELDS) + ", " + one(FIELDS) + "]\n"
                + maybe(() ->
                        "      comps: [" + one("in", "=", "startswith") + ", " + one("=", "pmatch", "regex") + "]\n")
                + "      values: [[" + one(VALUES) + ", [" + values() + "]]]\n"
                + maybe(() -> "    - {name: e1, fields: proc.name, values: [" + values() + "]}\n");
    }

    private String override(String key) {
        return random.nextInt(4) == 0 ? "  override: {" + key + ": " + one("append", "replace", "keep") + "}\n" : "";
    }

    private String scalar(String key, String text) {
        return switch (random.nextInt(5)) {
            case 0 -> "  " + key + ": >\n    " + text.replace(" and ", "\n    and ") + "\n";
            case 1 -> "  " + key + ": |-\n    " + text.replace(" or ", "\n     or ") + "\n";
            case 2 -> "  " + key + ": '" + text.replace("'", "''") + "'\n";
            case 3 -> "  " + key + ": \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n";
            default -> "  " + key + ": " + text + "\n";
        };
    }

    private String condition(int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(7)) {
            case 1 -> condition(depth - 1) + " and " + condition(depth - 1);
            case 2 -> condition(depth - 1) + " or " + condition(depth - 1);
            case 3 -> "not " + condition(depth - 1);
            case 4 -> "(" + condition(depth - 1) + ")";
            case 5 -> name('m');
            default -> check();
        };
    }

    private String check() {
        String operator = one(OPERATORS);
        return switch (operator) {
            case "exists" -> one(FIELDS) + " exists";
            case "in", "pmatch", "intersects", "startswith anyof" ->
                one(FIELDS) + " " + operator + " (" + values() + ")";
            default -> one(FIELDS) + " " + operator + " " + one(VALUES);
        };
    }

    private String values() {
        return IntStream.range(0, random.nextInt(4)).mapToObj(i -> one(VALUES)).collect(Collectors.joining(", "));
    }

    private String name(char kind) {
        return kind + String.valueOf(random.nextInt(3));
    }

    private String maybe(Supplier<String> text) {
        return random.nextInt(3) == 0 ? text.get() : "";
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
