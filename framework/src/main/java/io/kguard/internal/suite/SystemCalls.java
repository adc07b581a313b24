// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.internal.suite.Parameter.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The system calls that steps can make, with their parameters in the kernel's order. */
final class SystemCalls {
    private static final String HERE = "AT_FDCWD";
    private static final String NONE = "0";

    static final Map<String, List<Parameter>> ALL = new LinkedHashMap<>();

    static {
        Parameter path = new Parameter("pathname", Type.TEXT);
        Parameter folder = new Parameter("dirFd", Type.DESCRIPTOR, HERE);
        Parameter flags = new Parameter("flags", Type.OPEN_FLAGS);
        Parameter mode = new Parameter("mode", Type.MODE, NONE);
        Parameter fd = new Parameter("fd", Type.DESCRIPTOR);
        Parameter target = new Parameter("target", Type.TEXT);
        Parameter link = new Parameter("linkPath", Type.TEXT);
        Parameter oldPath = new Parameter("oldPath", Type.TEXT);
        Parameter newPath = new Parameter("newPath", Type.TEXT);
        Parameter oldFolder = new Parameter("oldDirFd", Type.DESCRIPTOR, HERE);
        Parameter newFolder = new Parameter("newDirFd", Type.DESCRIPTOR, HERE);
        Parameter oldFd = new Parameter("oldFd", Type.DESCRIPTOR);
        Parameter newFd = new Parameter("newFd", Type.DESCRIPTOR);
        Parameter values = new Parameter("paramValues", Type.TEXT, "");
        call("open", path, flags, mode);
        call("openat", folder, path, flags, mode);
        call("openat2", folder, path, new Parameter("how", Type.OPEN_HOW));
        call("read", fd, new Parameter("buffer", Type.SPACE));
        call("write", fd, new Parameter("buffer", Type.BYTES));
        call("symlink", target, link);
        call("symlinkat", target, newFolder, link);
        call("link", oldPath, newPath);
        call("linkat", oldFolder, oldPath, newFolder, newPath, new Parameter("flags", Type.LINK_FLAGS, NONE));
        call("dup", oldFd);
        call("dup2", oldFd, newFd);
        call("dup3", oldFd, newFd, new Parameter("flags", Type.DUP_FLAGS, NONE));
        call("connect", fd, new Parameter("address", Type.ADDRESS));
        call(
                "socket",
                new Parameter("domain", Type.DOMAIN),
                new Parameter("type", Type.SOCKET_TYPE),
                new Parameter("protocol", Type.PROTOCOL));
        call(
                "sendto",
                fd,
                new Parameter("buf", Type.BYTES),
                new Parameter("flags", Type.SEND_FLAGS, NONE),
                new Parameter("address", Type.DESTINATION));
        call("kill", new Parameter("pid", Type.PROCESS), new Parameter("sig", Type.SIGNAL));
        call("init_module", new Parameter("moduleImage", Type.SIZED_BYTES), values);
        call("finit_module", fd, values, new Parameter("flags", Type.MODULE_FLAGS, NONE));
    }

    private SystemCalls() {}

    private static void call(String name, Parameter... parameters) {
        ALL.put(name, List.of(parameters));
    }
}
