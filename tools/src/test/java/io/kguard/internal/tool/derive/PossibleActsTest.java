// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.Matching;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Selection;
import io.kguard.event.JsonWriter;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Share;
import io.kguard.rule.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What derived acts do can happen on a machine. The acts are read here without the solver's own tests of values. */
@RequiresShared
class PossibleActsTest {
    private static final Pattern WRITING = Pattern.compile("O_WRONLY|O_RDWR|O_CREAT");

    /** An act of a rule, to be read. */
    private record Seen(String rule, Object tree) {
        @Override
        public String toString() {
            return rule + ": " + JsonWriter.compact().tree(tree).json();
        }
    }

    private final List<String> faults = new ArrayList<>();
    private int acts;

    @Test
    void eachActCanHappen() throws IOException {
        for (UserRules each : Stream.concat(Stream.of(Optional.of(UserRules.ofFalco())), UserRules.ofUsers().stream())
                .flatMap(Optional::stream)
                .toList()) {
            RuleSet rules = RuleSet.compile(
                    each.loaded(),
                    EngineOptions.of(each.loaded().version())
                            .withMatching(Matching.ALL)
                            .with(Selection.enableRule("*")));
            List<Rule> known = each.rules().stream()
                    .filter(rule -> each.loaded().sources().named(rule.source()).isPresent())
                    .toList();
            for (Rule rule : known.isEmpty() ? known : Share.of(known)) {
                RuleDeriver.derive(rules, rule).acts().forEach(act -> look(rule.name(), act.act()));
            }
        }
        assertThat(acts).isGreaterThan(100);
        assertThat(faults).isEmpty();
    }

    private void look(String rule, Act act) {
        acts++;
        if (act instanceof Act.Script script) {
            Seen seen = new Seen(rule, script.tree());
            maps(script.tree().get("processes")).forEach(process -> {
                program(process.get("path"), seen);
                name(process.get("name"), seen);
                name(process.get("comm"), seen);
                user(process.get("user"), seen);
            });
            maps(script.tree().get("containers")).forEach(container -> container(container, seen));
            maps(script.tree().get("actions")).stream()
                    .flatMap(action -> maps(List.copyOf(action.values())).stream())
                    .forEach(action -> action(action, seen));
        } else if (act instanceof Act.Documents documents && documents.source().equals("k8s_audit")) {
            documents.events().forEach(event -> request(event, new Seen(rule, event)));
        }
    }

    private void request(Map<String, Object> event, Seen seen) {
        String uri = String.valueOf(event.get("requestURI"));
        Map<?, ?> object = event.get("objectRef") instanceof Map<?, ?> map ? map : null;
        fault(!uri.matches("/[^/].*"), "no address", seen);
        fault(uri.matches("/apis?/.*") != (object != null), "an object that the address is not of", seen);
        fault(!String.valueOf(event.get("verb")).matches("[a-z]+"), "no verb", seen);
        fault(
                event.get("stage").equals("RequestReceived")
                        && (event.containsKey("responseStatus") || event.containsKey("requestObject")),
                "an answer before the request is read",
                seen);
        if (object != null) {
            fault(!String.valueOf(object.get("resource")).matches("[a-z]+"), "no resource", seen);
            String group = object.get("apiGroup") == null ? "/api" : "/apis/" + object.get("apiGroup");
            fault(!uri.startsWith(group + "/" + object.get("apiVersion") + "/"), "another group", seen);
            fault(
                    !event.get("verb").equals("create") && !uri.contains("/" + object.get("name")),
                    "an address without the name",
                    seen);
        }
        if (event.get("responseStatus") instanceof Map<?, ?> status) {
            fault(!String.valueOf(status.get("code")).matches("101|20[0124]|30[1247]|4..|50[0234]"), "no code", seen);
        }
    }

    private void fault(boolean isOne, String what, Seen seen) {
        if (isOne) {
            faults.add(what + ": " + seen);
        }
    }

    private void name(Object name, Seen seen) {
        fault(name instanceof String text && text.matches("<NA>|.*/.*|[A-Z]+ [A-Z]+"), "a name of no program", seen);
    }

    private void program(Object path, Seen seen) {
        fault(
                !(path instanceof String text) || !text.startsWith("/") || RealMachines.isFolder(text),
                "no path of a program",
                seen);
    }

    private void user(Object user, Seen seen) {
        if (user instanceof Map<?, ?> map) {
            fault("0".equals(String.valueOf(map.get("id"))) != "root".equals(map.get("name")), "another root", seen);
            fault(map.get("name") instanceof String text && !text.matches("[A-Za-z_][\\w.$-]*"), "no account", seen);
        }
    }

    private void container(Map<?, ?> container, Seen seen) {
        String image = String.valueOf(container.get("image"));
        fault(image.matches("[^/]+|docker\\.io/library/.*/.*") && container.get("type") == null, "no such image", seen);
        fault(
                !image.matches("([^/]+/)*[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*[:@].+"),
                "no image's name",
                seen);
        for (String name : new String[] {"pod", "namespace"}) {
            fault(
                    container.get(name) instanceof String text && !text.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?"),
                    "no name of a " + name,
                    seen);
        }
    }

    private void action(Map<?, ?> action, Seen seen) {
        user(action.get("user"), seen);
        for (String verb : new String[] {"spawns", "executes"}) {
            if (action.get(verb) instanceof List<?> command) {
                program(command.get(0), seen);
            }
        }
        for (String verb : new String[] {"writes", "creates", "deletes", "makes-directory"}) {
            file(action.get(verb), seen);
        }
        if (action.get("renames") instanceof List<?> paths) {
            file(paths.get(1), seen);
        }
        boolean failed = String.valueOf(action.get("returns")).matches("(E|-).*");
        if (action.get("with") instanceof Map<?, ?> with && !failed) {
            String flags = String.valueOf(with.get("flags"));
            boolean opens = String.valueOf(action.get("calls")).matches("open(at2?)?");
            fault(opens && !flags.matches(".*O_(RDONLY|WRONLY|RDWR).*"), "no access", seen);
            if (opens && WRITING.matcher(flags).find() && !flags.contains("O_TMPFILE")) {
                fault(flags.contains("O_DIRECTORY"), "a folder is written", seen);
                file(with.get("name"), seen);
            }
            fault(
                    opens && flags.contains("O_DIRECTORY") && RealMachines.isFile(String.valueOf(with.get("name"))),
                    "a file is opened as a folder",
                    seen);
        }
        fault("execveat".equals(action.get("calls")) && !failed, "a program starts by execve", seen);
    }

    private void file(Object path, Seen seen) {
        if (path instanceof String text) {
            fault(RealMachines.isFolder(text), "a folder as a file", seen);
            fault(text.matches("/(proc|sys)/data"), "a file of the kernel's that is none", seen);
            fault(text.endsWith("/."), "a path that ends with a dot", seen);
        }
    }

    private static List<Map<?, ?>> maps(Object list) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (list instanceof List<?> all) {
            all.forEach(each -> {
                if (each instanceof Map<?, ?> map) {
                    maps.add(map);
                }
            });
        }
        return maps;
    }
}
