// SPDX-License-Identifier: Apache-2.0
/** Rules whose containers are not known in time. */
@NullMarked
package io.kguard.internal.tool.metadata;

import org.jspecify.annotations.NullMarked;
