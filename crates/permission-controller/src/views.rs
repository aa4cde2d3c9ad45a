//! What anyone reads.

use alloc::vec;
use alloc::vec::Vec;

use abi::Writer;
use alloy_primitives::Address;

use crate::state::Permission;
use crate::PermissionController;

impl PermissionController {
    /// The admins of `account`: itself when it has named none.
    pub(crate) fn admins_of(&self, account: Address) -> Vec<Address> {
        let admins = self.admin_lists.getter(account).addresses();
        if admins.is_empty() {
            vec![account]
        } else {
            admins
        }
    }

    /// What `appointee` may call in the account's name.
    pub(crate) fn permissions_of(&self, account: Address, appointee: Address) -> Vec<Permission> {
        let keys = self.permission_lists.getter(account).getter(appointee).to_vec();
        keys.iter().map(Permission::from_key).collect()
    }

    /// Who may make the call in the account's name, besides its admins.
    pub(crate) fn appointees_of(&self, account: Address, permission: &Permission) -> Vec<Address> {
        self.appointee_lists.getter(account).getter(permission.key()).addresses()
    }
}

/// A result of an `address[]` and a `bytes4[]`: targets and selectors.
pub(crate) fn permissions(permissions: &[Permission]) -> Vec<u8> {
    let mut out = Writer::new(permissions.len().saturating_mul(2).saturating_add(4));
    let (targets, selectors) = (out.offset(0), out.offset(0));
    out.tail(targets);
    out.length(permissions.len());
    for permission in permissions {
        out.address(&permission.target);
    }
    out.tail(selectors);
    out.length(permissions.len());
    for permission in permissions {
        out.selector(permission.selector);
    }
    out.finish()
}
