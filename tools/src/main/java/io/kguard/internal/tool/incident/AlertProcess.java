// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.incident;

import io.kguard.internal.tool.alert.FalcoAlert;
import io.kguard.internal.tool.derive.Trees;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the process of an alert is like, as an event script has it. What is as usual is left out. */
record AlertProcess(FalcoAlert alert) {
    private static final int LONGEST_NAME = 15;
    private static final Pattern VARIABLE =
            Pattern.compile("(?<=^| )([A-Za-z_][A-Za-z0-9_]*)=(.*?)(?= [A-Za-z_][A-Za-z0-9_]*=|$)");

    /** What it has from its parent. */
    Map<String, Object> inherited() {
        return Trees.of("user", identity("user.uid", "user.name"))
                .with("login-user", identity("user.loginuid", "user.loginname"))
                .with(
                        "capabilities",
                        Trees.of("permitted", capabilities("permitted"))
                                .with("effective", capabilities("effective"))
                                .with("inheritable", capabilities("inheritable")));
    }

    private Optional<List<String>> capabilities(String set) {
        return alert.field("thread.cap_" + set).map(names -> List.of(names.split(" +", -1)));
    }

    /** A user that is not root: a number, or a number and a name. */
    private Optional<Object> identity(String idField, String nameField) {
        return alert.field(idField)
                .filter(id -> id.matches("[1-9][0-9]{0,9}"))
                .map(id -> alert.field(nameField)
                        .<Object>map(name -> Trees.of("id", Long.valueOf(id)).with("name", name))
                        .orElse(Long.valueOf(id)));
    }

    /** What is of the program that it runs. */
    Map<String, Object> ofProgram(NamedProgram program) {
        String last = program.path().substring(program.path().lastIndexOf('/') + 1);
        Optional<String> name =
                alert.field("proc.name").filter(comm -> !comm.equals(cut(last)) && comm.length() <= LONGEST_NAME);
        Optional<String> directory = alert.field("proc.cwd")
                .map(folder -> folder.replaceFirst("(?<=.)/$", ""))
                .filter(folder -> !folder.equals("/"));
        return Trees.of("comm", name)
                .with("exe", alert.field("proc.exe").filter(exe -> !exe.equals(last)))
                .with("directory", directory)
                .with("env", alert.field("proc.env").map(AlertProcess::variables))
                .with("memory-file", flag("EXE_FROM_MEMFD", "proc.is_exe_from_memfd"))
                .with("writable", flag("EXE_WRITABLE", "proc.is_exe_writable"))
                .with("upper-layer", flag("EXE_UPPER_LAYER", "proc.is_exe_upper_layer"));
    }

    private @Nullable Boolean flag(String name, String field) {
        boolean set = alert.field("evt.arg.flags").orElse("").contains(name)
                || alert.field(field).filter("true"::equals).isPresent();
        return set ? true : null;
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
