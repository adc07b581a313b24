// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the process of an alert is like, as an event script has it. What is as usual is left out. */
final class AlertProcess {
    private static final int LONGEST_NAME = 15;
    private static final Pattern VARIABLE =
            Pattern.compile("(?<=^| )([A-Za-z_][A-Za-z0-9_]*)=(.*?)(?= [A-Za-z_][A-Za-z0-9_]*=|$)");

    private final FalcoAlert alert;

    AlertProcess(FalcoAlert alert) {
        this.alert = alert;
    }

    /** What it has from its parent. */
    Map<String, Object> inherited() {
        Map<String, Object> keys = new LinkedHashMap<>();
        identity("user.uid", "user.name").ifPresent(user -> keys.put("user", user));
        identity("user.loginuid", "user.loginname").ifPresent(user -> keys.put("login-user", user));
        Map<String, Object> capabilities = new LinkedHashMap<>();
        for (String set : List.of("permitted", "effective", "inheritable")) {
            alert.field("thread.cap_" + set).ifPresent(names -> capabilities.put(set, List.of(names.split(" +", -1))));
        }
        if (!capabilities.isEmpty()) {
            keys.put("capabilities", capabilities);
        }
        return keys;
    }

    /** A user that is not root: a number, or a number and a name. */
    private Optional<Object> identity(String idField, String nameField) {
        return alert.field(idField)
                .filter(id -> id.matches("[1-9][0-9]{0,9}"))
                .map(id -> alert.field(nameField)
                        .<Object>map(name -> Map.<String, Object>of("id", Long.valueOf(id), "name", name))
                        .orElse(Long.valueOf(id)));
    }

    /** What is of the program that it runs. */
    Map<String, Object> ofProgram(NamedProgram program) {
        Map<String, Object> keys = new LinkedHashMap<>();
        String last = program.path().substring(program.path().lastIndexOf('/') + 1);
        alert.field("proc.name")
                .filter(name -> !name.equals(cut(last)) && name.length() <= LONGEST_NAME)
                .ifPresent(name -> keys.put("comm", name));
        alert.field("proc.exe").filter(exe -> !exe.equals(last)).ifPresent(exe -> keys.put("exe", exe));
        alert.field("proc.cwd")
                .map(directory -> directory.replaceFirst("(?<=.)/$", ""))
                .filter(directory -> !directory.equals("/"))
                .ifPresent(directory -> keys.put("directory", directory));
        alert.field("proc.env").map(AlertProcess::variables).ifPresent(env -> keys.put("env", env));
        flag("EXE_FROM_MEMFD", "proc.is_exe_from_memfd", "memory-file", keys);
        flag("EXE_WRITABLE", "proc.is_exe_writable", "writable", keys);
        flag("EXE_UPPER_LAYER", "proc.is_exe_upper_layer", "upper-layer", keys);
        return keys;
    }

    private void flag(String name, String field, String key, Map<String, Object> keys) {
        boolean set = alert.field("evt.arg.flags").orElse("").contains(name)
                || alert.field(field).filter("true"::equals).isPresent();
        if (set) {
            keys.put(key, true);
        }
    }

    private static Map<String, String> variables(String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        Matcher each = VARIABLE.matcher(text);
        while (each.find()) {
            variables.put(each.group(1), each.group(2));
        }
        return variables;
    }

    private static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }
}
