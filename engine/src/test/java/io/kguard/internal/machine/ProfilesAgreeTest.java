// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.ScapReader;
import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.FalcoVersion;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exit events with the current parameters, like live ones, lead to the same state as pairs of events. */
@RequiresShared
class ProfilesAgreeTest {
    /** The older version does not see the descriptors of these. */
    private static final Set<Integer> WITHOUT_FD = Set.of(
            EventCodes.SETSOCKOPT_X,
            EventCodes.IO_URING_ENTER_X,
            EventCodes.IO_URING_REGISTER_X,
            EventCodes.FSCONFIG_X,
            EventCodes.FINIT_MODULE_X,
            EventCodes.MMAP_X,
            EventCodes.MMAP2_X,
            EventCodes.SYMLINKAT_X,
            EventCodes.UNLINKAT_X,
            EventCodes.MKDIRAT_X,
            EventCodes.FCHMODAT_X,
            EventCodes.FCHOWNAT_X,
            EventCodes.NEWFSTATAT_X,
            EventCodes.MKNODAT_X);

    /** Where the older version shows a process that exited. */
    private static final Set<Integer> AFTER_AN_EXIT = Set.of(EventCodes.USERDELETED_E, EventCodes.GROUPDELETED_E);

    static List<Path> captures() throws IOException {
        List<Path> captures = new ArrayList<>();
        for (String place : List.of("conformance/captures", "falco-facts/golden")) {
            try (Stream<Path> files = Files.list(Shared.path(place))) {
                files.filter(file -> file.toString().endsWith(".scap")).sorted().forEach(captures::add);
            }
        }
        return captures;
    }

    @ParameterizedTest
    @MethodSource("captures")
    void enterEventsAreNotNeeded(Path capture) throws IOException {
        List<String> pairs = states(capture, FalcoVersion.V0_40);
        assertThat(pairs).isNotEmpty();
        assertThat(states(capture, FalcoVersion.CURRENT)).containsExactlyElementsOf(pairs);
    }

    private static List<String> states(Path capture, FalcoVersion version) throws IOException {
        List<String> states = new ArrayList<>();
        Machine machine = new Machine(version);
        Event event = new Event(version);
        try (ScapReader reader = ScapReader.open(capture, version, machine)) {
            while (reader.next(event)) {
                boolean enter = !event.type().isExit() && event.type().source().equals("SYSCALL");
                if (enter && version == FalcoVersion.CURRENT) {
                    continue;
                }
                machine.apply(event);
                if (!enter && !WITHOUT_FD.contains(event.code()) && !AFTER_AN_EXIT.contains(event.code())) {
                    states.add(event.number() + " " + state(machine));
                }
                machine.finish(event);
            }
        }
        return states;
    }

    private static String state(Machine machine) {
        ThreadInfo thread = machine.thread();
        if (thread == null) {
            return "no thread";
        }
        FdInfo fd = machine.fd();
        return String.join(
                " ",
                thread.toString(),
                thread.exepath(),
                thread.cmdline(),
                thread.cwd(),
                thread.root(),
                thread.containerId(),
                "ptid " + thread.ptid() + " vpid " + thread.vpid() + " sid " + thread.sid(),
                "uid " + thread.uid() + " gid " + thread.gid() + " tty " + thread.tty(),
                "caps " + thread.capEffective(),
                "threads " + thread.threadCount() + " fds " + thread.fdCount() + " limit " + thread.fdLimit(),
                fd == null ? "no fd" : fd + " " + fd.role() + " " + fd.isConnected() + " " + fd.openFlags());
    }
}
