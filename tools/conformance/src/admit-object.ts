export const admitObject=()=>({})
