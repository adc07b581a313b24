// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import io.kguard.internal.message.Wording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Explains a failure of libbpf or the verifier, and what to do about it. */
final class BpfFailure {
    private static final int EINVAL = 22;
    private static final int E2BIG = 7;
    private static final int EACCES = 13;
    private static final int ENOMEM = 12;

    private BpfFailure() {}

    public static SensorException of(String what, int errno, String log) {
        if (errno == Bpf.EPERM) {
            return new SensorException(
                    "The kernel refused to " + what + ": permission denied. The sensor needs root with the capability "
                            + "CAP_SYS_ADMIN, or with CAP_BPF, CAP_PERFMON and CAP_SYS_PTRACE; in a container, "
                            + "--cap-add SYS_ADMIN.");
        }
        if (errno == ENOMEM) {
            return new SensorException("There is not enough memory to " + what + ". Make the ring buffer smaller ("
                    + Wording.option("ringBytes")
                    + "), or free memory. On kernels before 5.11, raise the memlock limit (ulimit -l unlimited).");
        }
        String line = decisiveLine(log);
        if (!line.isEmpty() && (errno == EINVAL || errno == EACCES || errno == E2BIG)) {
            return new SensorException("The kernel's verifier refused to " + what + ": " + line
                    + ". Please report it with the kernel's version (uname -r) and the whole log, " + keep(log) + ".");
        }
        return new SensorException("Can't " + what + ": errno " + errno + (line.isEmpty() ? "" : ", " + line) + ".");
    }

    /** The line of a log with the cause: the verifier's last line before its statistics, or libbpf's last line. */
    public static String decisiveLine(String log) {
        List<String> lines = log.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("processed ") && i > 0) {
                return programOf(lines, i) + lines.get(i - 1).strip();
            }
        }
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).startsWith("libbpf: ") && !lines.get(i).contains("failed to load object")) {
                return lines.get(i).substring("libbpf: ".length()).strip();
            }
        }
        return "";
    }

    private static String programOf(List<String> lines, int from) {
        for (int i = from; i < lines.size(); i++) {
            int quote = lines.get(i).indexOf("prog '");
            if (quote >= 0) {
                String rest = lines.get(i).substring(quote + 6);
                return "program " + rest.substring(0, Math.max(0, rest.indexOf('\''))) + ": ";
            }
        }
        return "";
    }

    private static String keep(String log) {
        try {
            Path file = Files.createTempFile("kguard-verifier", ".log");
            Files.writeString(file, log);
            return "which is in " + file;
        } catch (IOException e) {
            return "which could not be saved: " + e.getMessage();
        }
    }
}
