// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares how Falco's library and kguard read a recording of kguard's: the same events, with the same names,
 * parameters and resulting state. The recording is for Falco 0.40, with enter events.
 */
public final class RecordingReference {
    /** Users are left out: without an entry in the capture the library reads this machine's passwd. */
    private static final List<String> STATE = List.of(
            "thread.tid thread.vtid proc.pid proc.vpid proc.ppid proc.sid proc.vpgid proc.tty proc.name proc.exepath",
            "proc.cmdline proc.cwd proc.env proc.pname proc.aname[2] proc.exe_ino proc.is_exe_upper_layer",
            "thread.cap_effective thread.cgroups user.uid user.loginuid group.gid",
            "fd.num fd.type fd.name fd.ino fd.l4proto fd.sip fd.lport",
            "container.id container.name container.image.repository container.image.tag container.privileged",
            "k8s.pod.name k8s.ns.name");

    private RecordingReference() {}

    /** The differences between the two, one line per format; empty if there are none. */
    public static List<String> differences(Path recording) throws IOException, InterruptedException {
        List<String> formats = formats();
        Evaluated expected = Reference.run(recording, List.of(), formats);
        return Kguard.run(recording, List.of(), formats).differences(expected, List.of(), formats);
    }

    private static List<String> formats() {
        List<String> formats = new ArrayList<>(List.of("*%evt.type %evt.dir %evt.rawtime %evt.cpu %evt.args"));
        for (String line : STATE) {
            for (String field : line.split(" ")) {
                formats.add("*%" + field);
            }
        }
        return formats;
    }
}
