// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.EventTable;
import io.kguard.event.ParamType;
import io.kguard.internal.field.EventContext;
import io.kguard.internal.field.Field;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.field.FieldDefinition;
import io.kguard.internal.field.FieldDefinition.FieldFlag;
import io.kguard.internal.field.FieldException;
import io.kguard.internal.field.Quantifier;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** The existing fields, with values that they have in a capture. */
final class Sample {
    /** The forms of fields that take arguments. Fields that need none are also used without. */
    private static final Map<String, List<String>> ARGUMENTS = Map.ofEntries(
            Map.entry("evt.type.is", List.of(".openat", ".clone", ".read")),
            Map.entry(
                    "evt.arg",
                    List.of(
                            "[0]",
                            "[1]",
                            "[3]",
                            ".fd",
                            ".name",
                            ".flags",
                            ".res",
                            ".data",
                            ".path",
                            ".size",
                            ".exe",
                            ".args",
                            ".comm",
                            ".mode",
                            ".uid",
                            ".addr",
                            ".tuple",
                            ".pid",
                            ".env",
                            ".cgroups",
                            ".request",
                            ".oldpath",
                            ".dirfd",
                            ".cap_effective",
                            ".exe_ino",
                            ".trusted_exepath",
                            ".sig",
                            ".dev")),
            Map.entry(
                    "evt.rawarg",
                    List.of(
                            ".fd",
                            ".name",
                            ".flags",
                            ".res",
                            ".data",
                            ".path",
                            ".size",
                            ".exe",
                            ".comm",
                            ".mode",
                            ".uid",
                            ".pid",
                            ".request",
                            ".dirfd",
                            ".cap_effective",
                            ".exe_ino",
                            ".tty",
                            ".dev",
                            ".args")),
            Map.entry("proc.aname", List.of("[0]", "[1]", "[2]", "[4]")),
            Map.entry("proc.aexe", List.of("[0]", "[1]", "[3]")),
            Map.entry("proc.aexepath", List.of("[1]", "[2]")),
            Map.entry("proc.acmdline", List.of("[1]", "[2]")),
            Map.entry("proc.apid", List.of("[0]", "[1]", "[2]")),
            Map.entry("proc.env", List.of("[HOME]", "[PATH]", "[HOSTNAME]")),
            Map.entry("proc.aenv", List.of("[HOME]", "[PATH]", "[2]")),
            Map.entry("thread.cgroup", List.of(".cpuset", ".cpu", ".memory")),
            Map.entry("container.mount", List.of("[0]", "[/etc]", "[/host*]")),
            Map.entry("container.mount.source", List.of("[0]", "[/etc]")),
            Map.entry("container.mount.dest", List.of("[0]", "[/etc]", "[/var/run/docker.sock]")),
            Map.entry("container.mount.mode", List.of("[0]")),
            Map.entry("container.mount.rdwr", List.of("[0]", "[/etc]")),
            Map.entry("container.mount.propagation", List.of("[0]")),
            Map.entry("fd.types", List.of("[0]", "[1]")),
            Map.entry("k8s.pod.label", List.of("[app]", ".app")));

    private static final int VALUES = 40;

    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final Map<String, Set<String>> values = new LinkedHashMap<>();
    private final List<String> comparable = new ArrayList<>();
    private final List<String> printable = new ArrayList<>();

    private final FieldCatalogue catalogue = FieldCatalogue.of(Kguard.VERSION);
    private final Set<String> uncompared = Deviations.fields("filters");
    private final Set<String> unprinted = Deviations.fields("formats");

    private Sample() throws IOException {
        for (FieldDefinition definition : catalogue.definitions()) {
            if (!definition.implemented() || definition.has(FieldFlag.DEPRECATED)) {
                continue;
            }
            if (!definition.argument().required()) {
                add(definition.name());
            }
            List<String> arguments = ARGUMENTS.getOrDefault(definition.name(), List.of());
            arguments.forEach(argument -> add(definition.name() + argument));
            if (definition.name().equals("evt.arg") || definition.name().equals("evt.rawarg")) {
                EventTable.of(Kguard.VERSION).types().stream()
                        .flatMap(type -> type.params().stream())
                        .map(param -> definition.name() + "." + param.name())
                        .filter(name -> !fields.containsKey(name))
                        .forEach(this::add);
            }
        }
    }

    private void add(String name) {
        Field field;
        try {
            field = catalogue.resolve(name);
        } catch (FieldException e) {
            return; // another version does not know this form
        }
        fields.put(name, field);
        values.put(name, new TreeSet<>());
        if (!field.definition().has(FieldFlag.PRINT_ONLY) && !uncompared.contains(name)) {
            comparable.add(name);
        }
        if (!field.definition().has(FieldFlag.FILTER_ONLY) && !unprinted.contains(name)) {
            printable.add(name);
        }
    }

    /** Collects values from some of a capture's events. */
    static Sample of(Path capture, Random random) throws IOException {
        Sample sample = new Sample();
        boolean[] around = {false};
        Kguard.eachEvent(capture, context -> {
            if (random.nextInt(24) == 0) {
                if (!around[0] && random.nextInt(100) == 0) {
                    sample.add("evt.around[" + context.event().timestamp() + "]");
                    around[0] = true;
                }
                sample.take(context);
            }
        });
        return sample;
    }

    private void take(EventContext context) {
        fields.forEach((name, field) -> {
            Set<String> known = values.get(name);
            if (known.size() >= VALUES || !load(field, context)) {
                return;
            }
            if (!field.isList()) {
                addValue(known, text(field, context));
            } else {
                for (int i = 0; i < context.list().size(); i++) {
                    boolean texts = field.type().kind() == ParamType.Kind.TEXT;
                    addValue(
                            known,
                            texts
                                    ? context.list().text(i)
                                    : Long.toString(context.list().number(i)));
                }
            }
        });
    }

    private static boolean load(Field field, EventContext context) {
        return field.quantifier() == Quantifier.ONE
                ? field.load(context)
                : field.count(context) > 0 && field.load(context, 0);
    }

    private static String text(Field field, EventContext context) {
        return switch (field.type().kind()) {
            case SIGNED -> Long.toString(context.number());
            case UNSIGNED ->
                field.type() == ParamType.BOOL
                        ? Boolean.toString(context.number() != 0)
                        : Long.toUnsignedString(context.number());
            case DOUBLE -> Long.toString((long) context.real());
            case TEXT, BYTES -> context.text();
            case ADDRESS -> address(context);
            case NET -> address(context) + (context.addressFamily() == 4 ? "/24" : "/64");
        };
    }

    private static String address(EventContext context) {
        try {
            byte[] bytes = context.addressFamily() == 4
                    ? ByteBuffer.allocate(4).putInt((int) context.addressLow()).array()
                    : ByteBuffer.allocate(16)
                            .putLong(context.addressHigh())
                            .putLong(context.addressLow())
                            .array();
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e); // four or sixteen bytes are an address
        }
    }

    /**
     * Keeps a value that can be written in a filter: UTF-8, with no control characters except those that have an
     * escape.
     */
    private static void addValue(Set<String> known, String latin1) {
        String text = new String(latin1.getBytes(ISO_8859_1), UTF_8);
        if (latin1.length() < 200
                && text.chars().allMatch(c -> c >= ' ' && c != 127 && c != 0xfffd || "\n\t\r".indexOf(c) >= 0)) {
            known.add(text);
        }
    }

    /** The fields that conditions can use. */
    List<String> comparable() {
        return comparable;
    }

    /** The fields that outputs can use. */
    List<String> printable() {
        return printable;
    }

    /** The values that a field has in the capture. */
    List<String> values(String name) {
        return List.copyOf(values.get(name));
    }

    Field field(String name) {
        return fields.get(name);
    }

    /** A value that a field has, or one that it does not have. */
    String value(String name, Random random) {
        List<String> known = List.copyOf(values.get(name));
        return known.isEmpty() || random.nextInt(20) == 0
                ? List.of("", "0", "1", "-1", "true", "x", "<NA>", "/", "10.0.0.0/8", "127.0.0.1", "openat", "http")
                        .get(random.nextInt(12))
                : new TreeSet<>(known)
                        .stream().skip(random.nextInt(known.size())).findFirst().orElseThrow();
    }
}
