"""A version becomes the policy: its notice, its texts, its publication and its end."""
