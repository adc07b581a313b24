// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.internal.suite.Parameter.Argument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The system calls that steps can make, with their parameters in the kernel's order. */
final class SystemCalls {
    private static final String HERE = "AT_FDCWD";
    private static final String NONE = "0";

    static final Map<String, List<Parameter>> ALL = new LinkedHashMap<>();

    static {
        Parameter path = new Parameter("pathname", Argument.TEXT);
        Parameter folder = new Parameter("dirFd", Argument.DESCRIPTOR, HERE);
        Parameter flags = new Parameter("flags", Argument.OPEN_FLAGS);
        Parameter mode = new Parameter("mode", Argument.MODE, NONE);
        Parameter fd = new Parameter("fd", Argument.DESCRIPTOR);
        Parameter target = new Parameter("target", Argument.TEXT);
        Parameter link = new Parameter("linkPath", Argument.TEXT);
        Parameter oldPath = new Parameter("oldPath", Argument.TEXT);
        Parameter newPath = new Parameter("newPath", Argument.TEXT);
        Parameter oldFolder = new Parameter("oldDirFd", Argument.DESCRIPTOR, HERE);
        Parameter newFolder = new Parameter("newDirFd", Argument.DESCRIPTOR, HERE);
        Parameter oldFd = new Parameter("oldFd", Argument.DESCRIPTOR);
        Parameter newFd = new Parameter("newFd", Argument.DESCRIPTOR);
        Parameter values = new Parameter("paramValues", Argument.TEXT, "");
        call("open", path, flags, mode);
        call("openat", folder, path, flags, mode);
        call("openat2", folder, path, new Parameter("how", Argument.OPEN_HOW));
        call("read", fd, new Parameter("buffer", Argument.SPACE));
        call("write", fd, new Parameter("buffer", Argument.BYTES));
        call("symlink", target, link);
        call("symlinkat", target, newFolder, link);
        call("link", oldPath, newPath);
        call("linkat", oldFolder, oldPath, newFolder, newPath, new Parameter("flags", Argument.LINK_FLAGS, NONE));
        call("dup", oldFd);
        call("dup2", oldFd, newFd);
        call("dup3", oldFd, newFd, new Parameter("flags", Argument.DUP_FLAGS, NONE));
        call("connect", fd, new Parameter("address", Argument.ADDRESS));
        call(
                "socket",
                new Parameter("domain", Argument.DOMAIN),
                new Parameter("type", Argument.SOCKET_TYPE),
                new Parameter("protocol", Argument.PROTOCOL));
        call(
                "sendto",
                fd,
                new Parameter("buf", Argument.BYTES),
                new Parameter("flags", Argument.SEND_FLAGS, NONE),
                new Parameter("address", Argument.DESTINATION));
        call("kill", new Parameter("pid", Argument.PROCESS), new Parameter("sig", Argument.SIGNAL));
        call("init_module", new Parameter("moduleImage", Argument.SIZED_BYTES), values);
        call("finit_module", fd, values, new Parameter("flags", Argument.MODULE_FLAGS, NONE));
    }

    private SystemCalls() {}

    private static void call(String name, Parameter... parameters) {
        ALL.put(name, List.of(parameters));
    }
}
