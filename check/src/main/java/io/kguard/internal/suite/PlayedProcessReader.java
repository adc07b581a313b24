// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static io.kguard.internal.suite.PlayedProcess.refuse;

import io.kguard.event.FlagTable;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how a process of a play is: its program, its user, and what else is there before it acts. */
final class PlayedProcessReader {
    /** The device number of the first terminal of a container: what {@code terminal: true} stands for. */
    private static final String TERMINAL = "34816";

    private static final String NO_LOGIN = "4294967295";
    private static final int MAX_ARGUMENTS = 1000;
    private static final int MAX_CAPABILITIES = 64;
    private static final int MAX_NAME = 255;
    private static final int MAX_PATH = 4000;
    /** The program takes processes of such a name for its own. */
    private static final String OWN = "kguard-play-";

    private static final Pattern PATH = Pattern.compile("/.*[^/]");
    private static final Pattern OF_THE_KERNEL = Pattern.compile("/(proc|sys)(/.*)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private final PlayedContainer container;
    private final YamlMapping keys;
    /** The process that starts it or becomes it; null for one that runs from the beginning and has no parent. */
    private final @Nullable PlayedProcess parent;

    PlayedProcessReader(PlayedContainer container, YamlMapping keys, @Nullable PlayedProcess parent) {
        this.container = container;
        this.keys = keys;
        this.parent = parent;
    }

    /**
     * Reads a process and adds it to the plan of its container.
     *
     * @param path its program
     * @param place where the path is written
     */
    PlayedProcess read(String path, YamlValue place, List<String> args) {
        check(path, place, args);
        String user = id("user");
        boolean terminal = terminal();
        String directory = keys.text("directory", "");
        if (!directory.isEmpty() && !directory.startsWith("/")) {
            keys.problem("directory", "\"directory\" must be absolute, not \"" + directory + "\"", "");
        } else if (!directory.isEmpty()) {
            container.plan().prepare(PlayStep.own("folder", directory));
        }
        String comm = keys.text("comm", "");
        if (comm.indexOf('/') >= 0 || comm.length() > MAX_NAME || comm.matches("\\.\\.?")) {
            keys.problem("comm", "\"" + comm + "\" can't name a process", "the name of a file, without its folder");
        }
        String exe = keys.text("exe", "");
        if (exe.startsWith(OWN)) {
            refuse(keys, "exe", "names with " + OWN + " are those of the program that plays");
        }
        unplayable();
        String name = path.substring(path.lastIndexOf('/') + 1);
        Plan plan = new Plan()
                .word(path)
                .word(file())
                .word(comm)
                .word(keys.get("exe") == null ? name : exe)
                .word(user)
                .word(id("group"))
                .word(capabilities())
                .word(directory)
                .number(terminal ? 1 : 0)
                .number(isSelf("session") ? 1 : 0)
                .number(isSelf("leader") ? 1 : 0)
                .words(args)
                .words(variables());
        int number = container.process(plan);
        boolean isRoot = user.isEmpty() ? parent == null || parent.isRoot() : user.matches("(root:)?0");
        String inherited = parent == null ? "" : parent.directory();
        return new PlayedProcess(
                container,
                number,
                directory.isEmpty() ? inherited : directory,
                isRoot,
                terminal || parent != null && parent.hasTerminal());
    }

    private void check(String path, YamlValue place, List<String> args) {
        boolean inMemory = keys.flag("memory-file", false);
        if (!inMemory && (!PATH.matcher(path).matches() || path.length() > MAX_PATH)) {
            place.problem("\"" + path + "\" can't be played as a program", "a program has the absolute path of a file");
        } else if (OF_THE_KERNEL.matcher(path).matches()) {
            place.problem("no program can be at " + path, "it is the kernel's: " + PlayedProcess.NOT_LIVE);
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.length() > MAX_NAME || name.startsWith(OWN)) {
            place.problem("\"" + name + "\" can't name a process of a play", "give it another name");
        }
        if (args.size() > MAX_ARGUMENTS) {
            place.problem("there are more than " + MAX_ARGUMENTS + " arguments", "");
        }
    }

    private String file() {
        return keys.flag("memory-file", false) ? "memory" : keys.flag("upper-layer", false) ? "upper" : "lower";
    }

    private void unplayable() {
        YamlValue login = keys.get("login-user");
        if (login != null
                && !login.written().equals(NO_LOGIN)
                && !login.written().equals("-1")) {
            refuse(keys, "login-user", "the kernel lets no pod say who has logged in");
        }
    }

    /** Whether it has a terminal. Its number is that of the first one of a container. */
    private boolean terminal() {
        YamlValue value = keys.get("terminal");
        if (value == null || value.isFlag()) {
            return keys.flag("terminal", false);
        }
        String number = value.written();
        if (!number.equals("0") && !number.equals(TERMINAL)) {
            refuse(keys, "terminal", "the first terminal of a pod has the number " + TERMINAL);
        }
        return !number.equals("0");
    }

    private boolean isSelf(String key) {
        String name = keys.text(key);
        if (name != null && !name.equals("self")) {
            refuse(keys, key, "a process can begin a session and a group of its own, or has that of its parent");
        }
        return name != null;
    }

    /** The number of a user or group; empty if it is not said. */
    private String id(String key) {
        YamlValue value = keys.get(key);
        if (value == null) {
            return "";
        }
        YamlMapping named = value.isMapping() ? value.mapping("a " + key) : null;
        String id = named == null ? value.text() : named.text("id");
        String name = named == null ? null : named.text("name");
        if (named != null && named.get("id") == null) {
            return "0";
        }
        if (id == null || !NUMBER.matcher(id).matches()) {
            value.problem("\"" + key + "\" has no number", "for example " + key + ": 1000");
            return "";
        }
        return name != null && key.equals("user") && NAME.matcher(name).matches() ? name + ":" + id : id;
    }

    private String capabilities() {
        YamlValue value = keys.get("capabilities");
        if (value != null && value.isList()) {
            return Long.toHexString(set(keys, "capabilities")) + " 0";
        }
        YamlMapping sets = value == null ? null : value.mapping("capabilities");
        if (value == null || sets == null) {
            return "";
        }
        boolean hasEffective = sets.get("effective") != null;
        boolean hasPermitted = sets.get("permitted") != null;
        long effective = set(sets, "effective");
        long permitted = set(sets, "permitted");
        if (!hasEffective && !hasPermitted) {
            refuse(keys, "capabilities", "the inheritable ones alone say nothing of what a process may do");
        } else if (hasEffective && hasPermitted && effective != permitted) {
            refuse(keys, "capabilities", "a process that has just executed its program has those that it may have");
        }
        return Long.toHexString(hasEffective ? effective : permitted)
                + " "
                + Long.toHexString(set(sets, "inheritable") & (hasEffective ? effective : permitted));
    }

    private static long set(YamlMapping sets, String key) {
        long set = 0;
        FlagTable known = FlagTable.of("capability_bit");
        for (YamlValue item : sets.items(key, MAX_CAPABILITIES)) {
            String name = item.text();
            OptionalLong bit = name == null ? OptionalLong.empty() : known.value(name);
            if (name != null && bit.isEmpty()) {
                item.problem("there is no capability \"" + name + "\"", Nearest.hint(name, known.names()));
            } else if (bit.isPresent()) {
                set |= 1L << bit.getAsLong();
            }
        }
        return set;
    }

    private List<String> variables() {
        YamlMapping env = keys.mapping("env", "env");
        List<String> variables = new ArrayList<>();
        if (env != null) {
            for (YamlValue variable : env.values()) {
                String text = variable.text();
                if (variable.key().isEmpty() || !variable.key().matches("[^=\\x00]+")) {
                    variable.problem("\"" + variable.key() + "\" can't name a variable", "");
                } else if (text != null) {
                    variables.add(variable.key() + "=" + text);
                }
            }
        }
        return variables;
    }
}
