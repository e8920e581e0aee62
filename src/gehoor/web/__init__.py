"""The pages and the API: what people who use Gehoor see every day.

Why it exists: to show what the rooms below know, to whoever may see it. Holds no judgement
(that is `reviewing`), no queries (that is `store`). Every route says who may come
(`security.access`).
"""
