// SPDX-License-Identifier: Apache-2.0
/** The launcher: the goals as commands, for people without Java. */
@NullMarked
package io.kguard.cli;

import org.jspecify.annotations.NullMarked;
